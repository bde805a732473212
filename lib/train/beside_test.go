//go:build unix

package train_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/train"
)

// measured is what one process reports of its training steps or predictions, a
// line for each batch size; reference.py prints the same.
type measured struct {
	Wall   []float64 `json:"wall_ms"`
	CPU    float64   `json:"cpu_ms"`
	Memory float64   `json:"memory_mb"`
}

const (
	childWork  = "GORGO_STEP_MODEL" // set: be the process that is measured
	benchSetup = "GORGO_BENCH_PYTHON"
)

// contest is something that gorgo and other libraries do.
type contest struct {
	name            string   // as reference.py has it
	parts           []string // what a process measures one after the other
	others          []string
	rounds, seconds int
}

func contests() []contest {
	var list []contest
	for _, r := range references {
		seconds := 1
		if r.name == "cnn" { // whose steps take ten times as long
			seconds = 2
		}
		list = append(list, contest{r.name, []string{""}, []string{"torch", "torch-compile", "keras", "jax"}, 3, seconds})
	}
	return append(list, contest{"predict", []string{"batch=1", "batch=128"}, []string{"torch", "keras", "jax"}, 2, 1})
}

// work returns what our process does, one function for each part of a contest.
func work(tb testing.TB, name string) []func() {
	if name == "predict" {
		return []func(){references[0].predict(tb, 1), references[0].predict(tb, 128)}
	}
	i := slices.IndexFunc(references, func(r reference) bool { return r.name == name })
	return []func(){references[i].step(tb)}
}

// TestStepProcess is no test but our side of BenchmarkBeside: a process of its
// own, as the other libraries have one.
func TestStepProcess(t *testing.T) {
	name, seconds, _ := strings.Cut(os.Getenv(childWork), " ")
	if name == "" {
		t.Skip("BenchmarkBeside runs this")
	}
	if name == "digits" {
		learnDigits()
		os.Exit(0)
	}
	limit, err := strconv.Atoi(cmp.Or(seconds, "2"))
	if err != nil {
		t.Fatal(err)
	}
	usage := func() syscall.Rusage {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			t.Fatal(err)
		}
		return u
	}
	for _, step := range work(t, name) {
		for range 10 {
			step()
		}
		var m measured
		before := usage()
		for end := time.Now().Add(time.Duration(limit) * time.Second); time.Now().Before(end); {
			start := time.Now()
			step()
			m.Wall = append(m.Wall, float64(time.Since(start).Nanoseconds())/1e6)
		}
		after := usage()
		m.CPU = (processorTime(after) - processorTime(before)) / float64(len(m.Wall))
		m.Memory = float64(after.Maxrss) / 1024
		if err := json.NewEncoder(os.Stdout).Encode(m); err != nil {
			t.Fatal(err)
		}
	}
	os.Exit(0) // before the test binary adds words of its own
}

// processorTime returns milliseconds.
func processorTime(u syscall.Rusage) float64 {
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
}

// BenchmarkBeside compares training steps and predictions with other libraries'
// on this machine: rounds in turns, each library in a process of its own, on one
// thread and on two. "make bench-train" makes the environment and runs it. A ratio
// above 1 says how much faster gorgo is than the best of the others.
func BenchmarkBeside(b *testing.B) {
	python := benchPython(b)
	for _, c := range contests() {
		for _, threads := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/threads=%d", c.name, threads), func(b *testing.B) {
				results := map[string][][]measured{} // by library and part
				note := func(library string, cmd *exec.Cmd) {
					if results[library] == nil {
						results[library] = make([][]measured, len(c.parts))
					}
					for i, m := range measure(b, library, cmd, len(c.parts)) {
						results[library][i] = append(results[library][i], m)
					}
				}
				for range c.rounds {
					note("gorgo", ourselves(b, fmt.Sprint(c.name, " ", c.seconds), threads))
					for _, o := range c.others {
						note(o, exec.Command(python, "testdata/bench/reference.py", o, c.name, strconv.Itoa(threads), strconv.Itoa(c.seconds)))
					}
				}
				b.ReportMetric(0, "ns/op")
				for i, part := range c.parts {
					report(b, c, part, func(library string) []measured { return results[library][i] })
				}
			})
		}
	}
}

// report prints the results of a part of a contest.
func report(b *testing.B, c contest, part string, of func(library string) []measured) {
	cpu := func(library string) (list []float64) {
		for _, m := range of(library) {
			list = append(list, m.CPU)
		}
		return list
	}
	wall := func(library string) (list []float64) {
		for _, m := range of(library) {
			list = append(list, m.Wall...)
		}
		return slices.Sorted(slices.Values(list))
	}
	for _, library := range append([]string{"gorgo"}, c.others...) {
		w, memory := wall(library), 0.
		for _, m := range of(library) {
			memory = max(memory, m.Memory)
		}
		b.Logf("%-9s %-14s cpu %7.3f ms (%s)  fastest %7.3f  median %7.3f  p90 %7.3f ms  memory %4.0f MB",
			part, library, median(cpu(library)), spread(cpu(library)), w[0], median(w), w[len(w)*9/10], memory)
	}
	ratio := func(unit string, figure func(library string) float64) {
		best := figure(c.others[0])
		for _, o := range c.others[1:] {
			best = min(best, figure(o))
		}
		if part != "" {
			unit = part + "-" + unit
		}
		b.ReportMetric(best/figure("gorgo"), unit)
	}
	ratio("cpu-ratio", func(library string) float64 { return median(cpu(library)) })
	ratio("fastest-ratio", func(library string) float64 { return wall(library)[0] })
	ratio("median-ratio", func(library string) float64 { return median(wall(library)) })
}

// BenchmarkBesideDigits compares whole programs, from the start of the process to
// the accuracy on standard output: an MLP of 64 units that learns the digits for
// 20 epochs in batches of 32.
func BenchmarkBesideDigits(b *testing.B) {
	python := benchPython(b)
	others := []string{"scikit-learn", "torch", "keras"}
	wall, cpu := map[string][]float64{}, map[string][]float64{}
	last := map[string]string{}
	for range 3 {
		for _, library := range append([]string{"gorgo"}, others...) {
			cmd := exec.Command(python, "testdata/bench/digits.py", library)
			if library == "gorgo" {
				cmd = ourselves(b, "digits", 2)
			}
			start := time.Now()
			out := output(b, library, cmd)
			wall[library] = append(wall[library], float64(time.Since(start).Microseconds())/1000)
			cpu[library] = append(cpu[library], processorTime(*cmd.ProcessState.SysUsage().(*syscall.Rusage)))
			last[library] = strings.TrimSpace(string(out))
		}
	}
	for _, library := range append([]string{"gorgo"}, others...) {
		b.Logf("%-14s wall %7.0f ms (%s)  cpu %7.0f ms  %s", library, median(wall[library]), spread(wall[library]), median(cpu[library]), last[library])
	}
	b.ReportMetric(0, "ns/op")
	for _, o := range others {
		b.ReportMetric(median(wall[o])/median(wall["gorgo"]), o+"-ratio")
	}
}

// learnDigits is our side of BenchmarkBesideDigits.
func learnDigits() {
	learn, test := datasets.Digits().MustSplit(.2, data.SplitOptions{Seed: 1, Stratify: true})
	scaler := data.MustFitMinMax(learn)
	model := nn.MustSequential([]nn.Layer{nn.Dense{Units: 64, Activation: nn.ReLU}, nn.Dense{Units: 10, Activation: nn.Softmax}}, nn.Options{Input: []int{64}, Seed: 1})
	train.MustFit(model, learn.MustScale(scaler), train.Options{Epochs: 20, BatchSize: 32, Optimizer: optim.Adam{}, Quiet: true})
	fmt.Printf("accuracy %.4f\n", train.MustEvaluate(model, test.MustScale(scaler), nil).Accuracy)
}

// benchPython returns the interpreter that has the other libraries.
func benchPython(b *testing.B) string {
	b.Helper()
	python := os.Getenv(benchSetup)
	if python == "" {
		b.Skip("run this with make bench-train, which installs the other libraries")
	}
	return python
}

// ourselves returns a process of ours that does some work.
func ourselves(b *testing.B, work string, threads int) *exec.Cmd {
	b.Helper()
	args := []string{os.Args[0], "-test.run=^TestStepProcess$"}
	if taskset, err := exec.LookPath("taskset"); err == nil && threads == 1 {
		args = append([]string{taskset, "-c", "0"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), childWork+"="+work, "GOMAXPROCS="+strconv.Itoa(threads))
	return cmd
}

// output runs a process and returns what it prints.
func output(b *testing.B, name string, cmd *exec.Cmd) []byte {
	b.Helper()
	var mistakes strings.Builder
	cmd.Stderr = &mistakes
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("%s: %v\n%s%s", name, err, out, mistakes.String())
	}
	return out
}

// measure runs a process that reports some parts.
func measure(b *testing.B, name string, cmd *exec.Cmd, parts int) []measured {
	b.Helper()
	out := output(b, name, cmd)
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) < parts {
		b.Fatalf("%s: want %d lines, got\n%s", name, parts, out)
	}
	list := make([]measured, parts)
	for i, line := range lines[len(lines)-parts:] {
		if err := json.Unmarshal([]byte(line), &list[i]); err != nil {
			b.Fatalf("%s: %v\n%s", name, err, out)
		}
	}
	return list
}

func median(list []float64) float64 {
	s := slices.Sorted(slices.Values(list))
	return s[len(s)/2]
}

func spread(list []float64) string {
	return fmt.Sprintf("%.3g…%.3g", slices.Min(list), slices.Max(list))
}

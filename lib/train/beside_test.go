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
	"syscall"
	"testing"
	"time"
)

// measured is what one process reports of its training steps; reference.py
// prints the same.
type measured struct {
	Wall   []float64 `json:"wall_ms"`
	CPU    float64   `json:"cpu_ms"`
	Memory float64   `json:"memory_mb"`
}

const (
	childModel = "GORGO_STEP_MODEL" // set: be the process that is measured
	benchSetup = "GORGO_BENCH_PYTHON"
	rounds     = 3
	seconds    = 2
)

// TestStepProcess is no test but our side of BenchmarkBeside: a process of its
// own, as the other libraries have one.
func TestStepProcess(t *testing.T) {
	name := os.Getenv(childModel)
	if name == "" {
		t.Skip("BenchmarkBeside runs this")
	}
	i := slices.IndexFunc(references, func(r reference) bool { return r.name == name })
	step := references[i].step(t)
	for range 10 {
		step()
	}
	usage := func() syscall.Rusage {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			t.Fatal(err)
		}
		return u
	}
	cpu := func(u syscall.Rusage) float64 {
		return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
	}
	var m measured
	before := usage()
	for end := time.Now().Add(seconds * time.Second); time.Now().Before(end); {
		start := time.Now()
		step()
		m.Wall = append(m.Wall, float64(time.Since(start).Microseconds())/1000)
	}
	after := usage()
	m.CPU = (cpu(after) - cpu(before)) / float64(len(m.Wall))
	m.Memory = float64(after.Maxrss) / 1024
	if err := json.NewEncoder(os.Stdout).Encode(m); err != nil {
		t.Fatal(err)
	}
	os.Exit(0) // before the test binary adds words of its own
}

// BenchmarkBeside compares a training step with other libraries' on this
// machine: rounds in turns, each library in a process of its own, on one thread
// and on two. "make bench-train" makes the environment and runs it. A ratio above
// 1 says how much faster gorgo is than the best of the others.
func BenchmarkBeside(b *testing.B) {
	python := os.Getenv(benchSetup)
	if python == "" {
		b.Skip("run this with make bench-train, which installs the other libraries")
	}
	others := []string{"torch", "torch-compile", "keras", "jax"}
	for _, r := range references {
		for _, threads := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/threads=%d", r.name, threads), func(b *testing.B) {
				cpu, wall, memory := map[string][]float64{}, map[string][]float64{}, map[string][]float64{}
				note := func(name string, cmd *exec.Cmd) {
					m := measure(b, name, cmd)
					cpu[name] = append(cpu[name], m.CPU)
					wall[name] = append(wall[name], m.Wall...)
					memory[name] = append(memory[name], m.Memory)
				}
				for range rounds {
					note("gorgo", ourselves(b, r.name, threads))
					for _, o := range others {
						note(o, exec.Command(python, "testdata/bench/reference.py", o, r.name, strconv.Itoa(threads), strconv.Itoa(seconds)))
					}
				}
				for _, name := range append([]string{"gorgo"}, others...) {
					w := slices.Sorted(slices.Values(wall[name]))
					b.Logf("%-14s cpu %6.2f ms (%s)  fastest %6.2f  median %6.2f  p90 %6.2f ms  memory %4.0f MB",
						name, median(cpu[name]), spread(cpu[name]), w[0], median(w), w[len(w)*9/10], slices.Max(memory[name]))
				}
				best := func(of func(string) float64) float64 {
					return of(slices.MinFunc(others, func(x, y string) int { return cmp.Compare(of(x), of(y)) }))
				}
				cpuOf := func(name string) float64 { return median(cpu[name]) }
				fastest := func(name string) float64 { return slices.Min(wall[name]) }
				typical := func(name string) float64 { return median(wall[name]) }
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(best(cpuOf)/cpuOf("gorgo"), "cpu-ratio")
				b.ReportMetric(best(fastest)/fastest("gorgo"), "fastest-ratio")
				b.ReportMetric(best(typical)/typical("gorgo"), "median-ratio")
			})
		}
	}
}

func ourselves(b *testing.B, model string, threads int) *exec.Cmd {
	b.Helper()
	args := []string{os.Args[0], "-test.run=^TestStepProcess$"}
	if taskset, err := exec.LookPath("taskset"); err == nil && threads == 1 {
		args = append([]string{taskset, "-c", "0"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), childModel+"="+model, "GOMAXPROCS="+strconv.Itoa(threads))
	return cmd
}

func measure(b *testing.B, name string, cmd *exec.Cmd) measured {
	b.Helper()
	cmd.Stderr = nil
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("%s: %v\n%s", name, err, out)
	}
	var m measured
	if err := json.Unmarshal(out, &m); err != nil {
		b.Fatalf("%s: %v\n%s", name, err, out)
	}
	return m
}

func median(list []float64) float64 {
	s := slices.Sorted(slices.Values(list))
	return s[len(s)/2]
}

func spread(list []float64) string {
	return fmt.Sprintf("%.2f…%.2f", slices.Min(list), slices.Max(list))
}

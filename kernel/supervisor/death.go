// Why a worker ended, in words for the person whose cell did it.

package supervisor

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gorgolab/gorgo/interp/frame"
)

// ending is why we ended a worker; 0 when we did not.
type ending int

const (
	endedByUs        ending = iota + 1 // shutdown
	endedByInterrupt                   // a cell that an interrupt does not end
	endedForNonsense                   // its frames are none
	endedForVersion                    // it is another program than we are
	endedForSilence                    // it does not read what we send
)

// death is why a worker ended.
type death struct {
	name, value string   // as of an error
	detail      string   // what that means and what to do, "" for nothing to add
	tail        []string // the first of the runtime's last words, if they say more
	cell        int      // that started the goroutine which failed; 0: not known
	early       string   // what it printed, if it was never ready
	ours        bool     // we ended it
}

// newDeath finds out why a process ended. last gives what is held of standard
// error, and is told whether the runtime ended the process.
func newDeath(state *os.ProcessState, why ending, grace time.Duration, last func(fatal bool) string) death {
	code, status := -1, "no status"
	if state != nil {
		code, status = state.ExitCode(), state.String()
	}
	// The runtime ends a process with status 2; so does os.Exit(2).
	words := last(why == 0 && code == 2)
	switch why {
	case endedByUs:
		return death{name: "Shutdown", value: "the kernel was shut down while the cell ran"}
	case endedByInterrupt:
		return death{
			name:   interrupted,
			value:  fmt.Sprintf("the cell did not stop within %v of the interrupt, so its process was ended", grace),
			detail: "It waited in something that can't be stopped from outside, such as time.Sleep, a lock, a network call or a long computation in compiled code.",
		}
	case endedForNonsense:
		return death{name: "fatal error", value: "the cell wrote into the channel between gorgo's processes"}
	case endedForVersion:
		return death{name: "KernelError", value: "the gorgo program was replaced while the kernel ran", detail: "Restart the kernel."}
	case endedForSilence:
		return death{name: "fatal error", value: "the process stopped listening"}
	}
	if d, ok := fromWords(words); ok {
		return d
	}
	if signal, ok := strings.CutPrefix(status, "signal: "); ok {
		d := death{name: "killed", value: "the process was ended from outside (signal: " + signal + ")"}
		if strings.HasPrefix(signal, "killed") {
			d.detail = "The system does that to a process when memory runs out. Make do with less at a time, or set GORGO_MEMORY_LIMIT (such as 4GiB), so that memory is freed earlier."
		}
		return d
	}
	call := fmt.Sprintf("os.Exit(%d)", code)
	if code == 1 {
		call += " or log.Fatal"
	}
	return death{
		name: "exit", value: fmt.Sprintf("%s ended the process with status %d", call, code),
		detail: "In a notebook that is the end of all values: return, or panic, to end a cell only.",
	}
}

// An explanation is what a fatal error means for the person who sees it.
type explanation struct{ words, value, detail string }

// explanations has the runtime's fatal errors by a part of their text (runtime:
// throw and fatal). Others are shown as they are.
var explanations = []explanation{
	{"stack overflow", "stack overflow", "A function calls itself without end, or nearly so: its goroutine's stack outgrew its limit of 256 MB."},
	{"concurrent map", "", "A map can't be used by several goroutines while one of them writes: guard it with a sync.Mutex, or use sync.Map."},
	{"all goroutines are asleep", "", "Every goroutine waits for another: a channel that nobody sends to or reads from, or a lock that nobody gives back."},
	{"memory limit exceeded", "", "Make do with less at a time: smaller batches, fewer copies, or values set to nil when they are no longer needed. Or raise GORGO_MEMORY_LIMIT (such as 4GiB); unless it is set, it is 80 % of what the machine or its container has."},
	{"out of memory", "out of memory", "Make do with less at a time: smaller batches, fewer copies, or values set to nil when they are no longer needed."},
	{"cannot allocate memory", "out of memory", "Make do with less at a time: smaller batches, fewer copies, or values set to nil when they are no longer needed."},
	{"unlock of unlocked", "", "A lock was given back twice, or without having been taken."},
	{"unexpected signal", "", "Memory was used that does not belong to the program: by unsafe, or by a mistake in a package with assembly."},
}

var (
	fatalLine = regexp.MustCompile(`(?m)^(fatal error|panic): (.*)$`)
	cellLabel = regexp.MustCompile(`(?m)^goroutine .*labels:\{.*"cell": "(\d+)".*\]:$`)
	// What the runtime adds when code on the way, such as ours, looked at the
	// panic and let it go on.
	repanicked = regexp.MustCompile(`(?m) \[recovered(, repanicked)?\]$`)
	stacks     = regexp.MustCompile(`(?m)^(goroutine \d|runtime stack:|\[signal )`)
)

// fromWords reads the runtime's last words.
func fromWords(words string) (d death, ok bool) {
	m := fatalLine.FindStringSubmatchIndex(words)
	if m == nil {
		return d, false
	}
	head := words
	if i := stacks.FindStringIndex(words); i != nil {
		head = words[:i[0]]
	}
	d.name, d.value = words[m[2]:m[3]], strings.TrimSpace(words[m[4]:m[5]])
	if d.name == "panic" {
		// The value may have several lines, and other panics may have led to it.
		if m[4] < len(head) {
			d.value = strings.TrimSpace(head[m[4]:])
		}
		d.value = repanicked.ReplaceAllString(d.value, "")
		d.detail = "It happened where no cell can catch it: in a function that Go's own code called, such as that of a timer."
	} else {
		for _, e := range explanations {
			if strings.Contains(d.value, e.words) {
				d.detail = e.detail
				if e.value != "" {
					d.value = e.value
				}
				break
			}
		}
		// What the runtime says about an error that we have no words for.
		for line := range strings.Lines(head) {
			if line = strings.TrimSpace(line); d.detail == "" && line != "" && len(d.tail) < 5 && !strings.HasSuffix(line, ": "+d.value) {
				d.tail = append(d.tail, line)
			}
		}
	}
	if m := cellLabel.FindStringSubmatch(words); m != nil {
		// A number that is too large for a cell is no cell's.
		d.cell, _ = strconv.Atoi(m[1])
	}
	return d, true
}

// interrupted is the name of the error of an interrupted cell.
const interrupted = "Interrupted"

// Colours that are legible on light and dark pages.
const (
	red   = "\x1b[1;31m"
	grey  = "\x1b[90m"
	reset = "\x1b[0m"
)

// failure is the error of the cell that ended its process.
func (d death) failure(cell int, lost []string) *frame.Failure {
	f := failure(d.name, d.value)
	if d.cell > 0 && d.cell != cell {
		f.Traceback = append(f.Traceback, fmt.Sprintf("It happened in a goroutine that cell[%d] had started.", d.cell))
	}
	if d.detail != "" {
		f.Traceback = append(f.Traceback, d.detail)
	}
	f.Traceback = append(f.Traceback, "", fmt.Sprintf("That ended the process in which cell[%d] ran. %s", cell, told(lost)))
	for _, line := range d.tail {
		f.Traceback = append(f.Traceback, grey+line+reset)
	}
	return f
}

// notice says the same of a process that ended while no cell ran.
func (d death) notice(lost []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s:%s %s\n", red, d.name, reset, d.value)
	if d.cell > 0 {
		fmt.Fprintf(&b, "It happened in a goroutine that cell[%d] had started.\n", d.cell)
	}
	if d.detail != "" {
		fmt.Fprintln(&b, d.detail)
	}
	fmt.Fprintf(&b, "\nThat ended the process in which the cells run, between two cells. %s\n", told(lost))
	return b.String()
}

// reason is one line for the log, and for a worker that was never ready.
func (d death) reason() string {
	if early := strings.TrimSpace(d.early); early != "" {
		return early
	}
	return d.name + ": " + d.value
}

// shownNames is how many of the lost names are shown.
const shownNames = 30

// told says which names were lost.
func told(lost []string) string {
	const fresh = "The next cell runs in a fresh process."
	if len(lost) == 0 {
		return "No names were lost: there were none. " + fresh
	}
	list := strings.Join(lost[:min(len(lost), shownNames)], ", ")
	if more := len(lost) - shownNames; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Sprintf("Lost: %s. %s %s runs the cells again that defined them.", list, fresh, Restore)
}

// failure is an error as clients show it.
func failure(name, value string) *frame.Failure {
	return &frame.Failure{Name: name, Value: value, Traceback: []string{red + name + ":" + reset + " " + value}}
}

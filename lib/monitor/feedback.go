package monitor

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/gorgolab/gorgo/lib/data"
)

// Answer is what a model said, and what a person says of it.
type Answer struct {
	// X are the features that the model saw. They must be finite.
	X []float32
	// Predicted is the class that it gave, Label the right one.
	Predicted, Label int
	// When the person said so.
	When time.Time
}

// Feedback keeps what people say of a model's answers in a file, a line of JSON each.
// A line is written and synced at once; half a line, which a crash leaves, is dropped
// when the file is opened again. Several goroutines may use it at once, one process at a
// time.
type Feedback struct {
	mu      sync.Mutex
	file    *os.File
	answers []Answer
	used    int // of the answers, by trainings
}

// feedbackLine is an answer, or how many a training has used.
type feedbackLine struct {
	Answer *Answer `json:",omitempty"`
	Used   *int    `json:",omitempty"`
}

// OpenFeedback opens a file, or begins one.
func OpenFeedback(path string) (*Feedback, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, fmt.Errorf("monitor: OpenFeedback: %w", err)
	}
	out := &Feedback{file: f}
	whole, err := out.read(f)
	if err == nil {
		err = f.Truncate(whole)
	}
	if err == nil {
		_, err = f.Seek(whole, io.SeekStart)
	}
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("monitor: OpenFeedback: %s: %w", path, err)
	}
	return out, nil
}

// MustOpenFeedback is [OpenFeedback], but panics on an error.
func MustOpenFeedback(path string) *Feedback {
	f, err := OpenFeedback(path)
	if err != nil {
		panic(err)
	}
	return f
}

func (f *Feedback) read(from io.Reader) (whole int64, err error) {
	lines := bufio.NewReader(from)
	for number := 1; ; number++ {
		text, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return whole, nil
		}
		if err != nil {
			return 0, err
		}
		var line feedbackLine
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		if err := d.Decode(&line); err != nil {
			return 0, fmt.Errorf("line %d is no feedback: %w", number, err)
		}
		switch {
		case line.Answer != nil:
			if err := line.Answer.check(f.answers); err != nil {
				return 0, fmt.Errorf("line %d: %w", number, err)
			}
			f.answers = append(f.answers, *line.Answer)
		case line.Used != nil && *line.Used >= f.used && *line.Used <= len(f.answers):
			f.used = *line.Used
		default:
			return 0, fmt.Errorf("line %d is no feedback", number)
		}
		whole += int64(len(text))
	}
}

// check reports an answer that does not fit to those before.
func (a Answer) check(before []Answer) error {
	if len(a.X) == 0 || a.Label < 0 || a.Predicted < 0 {
		return fmt.Errorf("want features and classes of at least 0, got %d features, class %d for %d", len(a.X), a.Predicted, a.Label)
	}
	if len(before) > 0 && len(before[0].X) != len(a.X) {
		return fmt.Errorf("it has %d features, those before have %d", len(a.X), len(before[0].X))
	}
	for i, v := range a.X {
		if v-v != 0 {
			return fmt.Errorf("feature %d is %v: want finite numbers", i, v)
		}
	}
	return nil
}

// Add keeps an answer. Without a time it is now.
func (f *Feedback) Add(a Answer) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := a.check(f.answers); err != nil {
		return fmt.Errorf("monitor: Feedback: %w", err)
	}
	if a.When.IsZero() {
		a.When = time.Now().UTC()
	}
	a.X = append([]float32{}, a.X...)
	if err := f.write(feedbackLine{Answer: &a}); err != nil {
		return err
	}
	f.answers = append(f.answers, a)
	return nil
}

// MustAdd is [Feedback.Add], but panics on an error.
func (f *Feedback) MustAdd(a Answer) {
	if err := f.Add(a); err != nil {
		panic(err)
	}
}

func (f *Feedback) write(line feedbackLine) error {
	b, err := json.Marshal(line)
	if err == nil {
		_, err = f.file.Write(append(b, '\n'))
	}
	if err == nil {
		err = f.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("monitor: Feedback: it was not written: %w", err)
	}
	return nil
}

// Answers returns all answers, the oldest first.
func (f *Feedback) Answers() []Answer {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Answer{}, f.answers...)
}

// New returns the number of answers that no training has used.
func (f *Feedback) New() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.answers) - f.used
}

// MarkUsed says that a training has used all answers until now.
func (f *Feedback) MarkUsed() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := len(f.answers)
	if err := f.write(feedbackLine{Used: &n}); err != nil {
		return err
	}
	f.used = n
	return nil
}

// MustMarkUsed is [Feedback.MarkUsed], but panics on an error.
func (f *Feedback) MustMarkUsed() {
	if err := f.MarkUsed(); err != nil {
		panic(err)
	}
}

// Dataset returns the answers with their right labels as a data set, to train with: put
// some of what was learnt before with it, or it is forgotten.
func (f *Feedback) Dataset(classes []string) (*data.Dataset, error) {
	list := f.Answers()
	if len(list) == 0 {
		return nil, errors.New("monitor: Feedback: there are no answers yet")
	}
	d := &data.Dataset{Name: "feedback", X: data.Zeros(len(list), len(list[0].X)), Classes: classes}
	for i, a := range list {
		copy(d.X.Row(i), a.X)
		d.Y = append(d.Y, a.Label)
	}
	if err := d.Check(); err != nil {
		return nil, fmt.Errorf("monitor: Feedback: %w", err)
	}
	return d, nil
}

// MustDataset is [Feedback.Dataset], but panics on an error.
func (f *Feedback) MustDataset(classes []string) *data.Dataset {
	d, err := f.Dataset(classes)
	if err != nil {
		panic(err)
	}
	return d
}

// Close closes the file.
func (f *Feedback) Close() error { return f.file.Close() }

// MustClose is [Feedback.Close], but panics on an error.
func (f *Feedback) MustClose() {
	if err := f.Close(); err != nil {
		panic(err)
	}
}

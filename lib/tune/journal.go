package tune

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"time"
)

// A journal is a file of lines of JSON: the first says what is searched, each other
// is a trial that has ended. A line is written and synced at once; half a line at
// the end, which a crash leaves, is dropped.

// journalVersion is raised when lines change their meaning.
const journalVersion = 1

type journalHead struct {
	Gorgo    string // "study"
	Version  int
	Space    []Param
	Seed     int
	Parallel int
	Maximize bool
}

type journalLine struct {
	Number  int
	Values  []float64
	State   State
	Value   *float64 `json:",omitempty"` // none when it failed
	Reports []journalReport
	Err     string `json:",omitempty"`
	Seconds float64
}

// journalReport is a Report whose value may be NaN or infinite.
type journalReport struct {
	Step  int
	Value string
}

type journal struct {
	file *os.File
	path string
}

func (j *journal) Close() error { return j.file.Close() }

func (j *journal) add(o Outcome) error {
	line := journalLine{Number: o.Number, Values: o.values, State: o.State, Err: o.Err, Seconds: o.Duration.Seconds()}
	if o.State != Failed && finite(o.Value) {
		line.Value = &o.Value
	}
	for _, r := range o.Reports {
		line.Reports = append(line.Reports, journalReport{r.Step, fmt.Sprint(r.Value)})
	}
	return j.write(line)
}

func (j *journal) write(line any) error {
	b, err := json.Marshal(line)
	if err == nil {
		_, err = j.file.Write(append(b, '\n'))
	}
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("tune: the journal %s was not written: %w", j.path, err)
	}
	return nil
}

// openJournal reads what a journal has, and makes it ready for more.
func (r *runner) openJournal() error {
	bad := func(err error) error {
		return fmt.Errorf("tune: the study cannot go on from %s: %w", r.opts.Journal, err)
	}
	f, err := os.OpenFile(r.opts.Journal, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return bad(err)
	}
	r.journal = &journal{f, r.opts.Journal}
	head := journalHead{"study", journalVersion, r.Space, r.opts.Seed, r.opts.Parallel, r.opts.Maximize}
	whole, err := r.readJournal(f, head)
	if err == nil {
		err = f.Truncate(whole)
	}
	if err == nil {
		_, err = f.Seek(whole, io.SeekStart)
	}
	if err == nil && whole == 0 {
		err = r.journal.write(head)
	}
	if err != nil {
		_ = f.Close()
		return bad(err)
	}
	return nil
}

// readJournal puts the trials of a journal into their slots, and returns where its
// last whole line ends.
func (r *runner) readJournal(from io.Reader, want journalHead) (whole int64, err error) {
	lines := bufio.NewReader(from)
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return whole, nil // half a line, or none
		}
		if err != nil {
			return 0, err
		}
		if number == 1 {
			var head journalHead
			if err := json.Unmarshal(line, &head); err != nil || head.Gorgo != "study" {
				return 0, errors.New("it is no journal of a study")
			}
			if err := head.same(want); err != nil {
				return 0, err
			}
		} else if err := r.remember(line); err != nil {
			return 0, fmt.Errorf("line %d: %w", number, err)
		}
		whole += int64(len(line))
	}
}

func (h journalHead) same(want journalHead) error {
	switch {
	case h.Version != want.Version:
		return fmt.Errorf("it is of version %d, this program writes version %d", h.Version, want.Version)
	case !reflect.DeepEqual(h.Space, want.Space):
		return errors.New("it is of another space")
	case h.Seed != want.Seed:
		return fmt.Errorf("its Seed was %d, now it is %d", h.Seed, want.Seed)
	case h.Parallel != want.Parallel:
		return fmt.Errorf("its Parallel was %d, now it is %d", h.Parallel, want.Parallel)
	case h.Maximize != want.Maximize:
		return errors.New("it was begun with another Maximize")
	}
	return nil
}

// remember takes a trial out of its line.
func (r *runner) remember(text []byte) error {
	var line journalLine
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&line); err != nil {
		return err
	}
	if err := checkValues(r.Space, line.Values); err != nil {
		return err
	}
	o := &Outcome{Point: Point{r.Space, line.Values}, Number: line.Number, State: line.State, Value: math.NaN(), Err: line.Err, Duration: time.Duration(line.Seconds * float64(time.Second))}
	if line.Value != nil {
		o.Value = *line.Value
	}
	for _, report := range line.Reports {
		v := Report{Step: report.Step}
		if _, err := fmt.Sscan(report.Value, &v.Value); err != nil {
			return fmt.Errorf("the report %q is no number", report.Value)
		}
		o.Reports = append(o.Reports, v)
	}
	switch {
	case line.Number < 0 || o.State != Complete && o.State != Pruned && o.State != Failed || o.State == Complete && line.Value == nil:
		return errors.New("it is damaged")
	case line.Number < len(r.slots): // else more trials were wanted then
		r.slots[line.Number] = o
		r.done++
	}
	return nil
}

package tune

import (
	"bytes"
	"testing"
)

// FuzzJournal: a journal of any bytes is an error, or trials within the space, never
// a panic.
func FuzzJournal(f *testing.F) {
	head := `{"Gorgo":"study","Version":1,"Space":[{"Name":"x","From":0,"To":1,"Log":false,"Whole":false,"Of":null}],"Seed":0,"Parallel":1,"Maximize":false}` + "\n"
	f.Add([]byte(head + `{"Number":0,"Values":[0.5],"State":"complete","Value":2,"Reports":[{"Step":1,"Value":"NaN"}],"Seconds":0.1}` + "\n"))
	f.Add([]byte(head + `{"Number":-1,"Values":[2],"State":"complete"}` + "\n"))
	f.Add([]byte(head + `{"Number":9,"Values":[0],"State":"failed","Err":"x"}` + "\n" + `{"Num`))
	f.Add([]byte("{}\n"))
	space := []Param{{Name: "x", To: 1}}
	f.Fuzz(func(t *testing.T, b []byte) {
		r := &runner{Study: &Study{Space: space}, slots: make([]*Outcome, 3)}
		whole, err := r.readJournal(bytes.NewReader(b), journalHead{"study", journalVersion, space, 0, 1, false})
		if err != nil {
			return
		}
		if whole > int64(len(b)) {
			t.Errorf("%d whole bytes of %d", whole, len(b))
		}
		for i, o := range r.slots {
			if o != nil && (o.Number != i || !space[0].has(o.values[0]) || o.State == Complete && !finite(o.Value)) {
				t.Errorf("trial %d is %+v", i, o)
			}
		}
	})
}

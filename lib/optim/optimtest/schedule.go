package optimtest

import (
	"math"
	"reflect"
	"testing"

	"github.com/gorgolab/gorgo/lib/optim"
)

// ScheduleCase is a schedule under test.
type ScheduleCase struct {
	// Schedule is what is tested.
	Schedule optim.Schedule
	// Greatest is the greatest factor that it may give. Default 1.
	Greatest float64
	// Wrong lists schedules of the same type that Check must refuse.
	Wrong []optim.Schedule
}

// RunSchedule checks a schedule: factors that are sound at every moment, also
// past the end, that follow from the moment alone, and settings that Check
// refuses.
func RunSchedule(t *testing.T, c ScheduleCase) {
	if c.Greatest == 0 {
		c.Greatest = 1
	}
	t.Run(reflect.TypeOf(c.Schedule).Name(), func(t *testing.T) {
		if err := c.Schedule.Check(); err != nil {
			t.Fatal(err)
		}
		for _, n := range []struct{ epochs, steps int }{{10, 7}, {1, 1}, {3, 1}, {1, 200}} {
			rates, err := optim.Rates(c.Schedule, .5, n.epochs, n.steps)
			if err != nil {
				t.Fatal(err)
			}
			if len(rates) != n.epochs*n.steps {
				t.Fatalf("%d rates for %d epochs of %d steps", len(rates), n.epochs, n.steps)
			}
			for i, rate := range rates {
				if rate > .5*c.Greatest {
					t.Errorf("the rate of step %d is %v, that of the rule 0.5", i, rate)
				}
			}
			// Backwards, it says the same: it remembers nothing.
			for i := len(rates) - 1; i >= 0; i-- {
				f := c.Schedule.Factor(optim.Moment{Step: i, StepsPerEpoch: n.steps, Steps: len(rates)})
				if .5*f != rates[i] {
					t.Errorf("step %d: the factor is %v the first time, and %v the second", i, rates[i]/.5, f)
				}
			}
		}
		for _, m := range []optim.Moment{{Step: 70, StepsPerEpoch: 7, Steps: 70}, {Step: 1000, StepsPerEpoch: 7, Steps: 70}, {Step: 3, StepsPerEpoch: 7, Steps: 70, Drops: 400}, {}} {
			if f := c.Schedule.Factor(m); !(f >= 0 && f <= c.Greatest) || math.IsNaN(f) {
				t.Errorf("at %+v the factor is %v", m, f)
			}
		}
		for _, w := range c.Wrong {
			if err := w.Check(); err == nil {
				t.Errorf("no error for %+v", w)
			}
			if f := optim.PlotSchedule(w, 1, 1, 1); f.Err() == nil {
				t.Errorf("%+v is drawn", w)
			}
		}
		if _, err := optim.PlotSchedule(c.Schedule, .1, 5, 9).SVG(); err != nil {
			t.Errorf("it cannot be drawn: %v", err)
		}
	})
}

package monitor

import (
	"fmt"
	"strings"
)

// Trigger says when it is time to train a model again: when there is something new to
// learn from, and a reason.
type Trigger struct {
	// MinFeedback is the number of new answers without which a training has nothing to
	// learn from. Default 0: feedback is not asked for.
	MinFeedback int
	// Enough is the number of new answers that are a reason by themselves. Default 0:
	// none is.
	Enough int
	// IgnoreDrift and IgnorePerformance leave these out as reasons.
	IgnoreDrift, IgnorePerformance bool
}

// Decision is what a [Trigger] says.
type Decision struct {
	// Retrain says that it is time.
	Retrain bool
	// Reasons to train again, in words, also when there is nothing to learn from.
	Reasons []string
	// Waiting says what is missing; empty when nothing is.
	Waiting string
}

// Decide looks at what was measured. What is nil is left out.
func (t Trigger) Decide(drift *DriftReport, performance *Performance, feedback *Feedback) Decision {
	var d Decision
	if drift != nil && drift.Alarm && !t.IgnoreDrift {
		d.Reasons = append(d.Reasons, drift.String())
	}
	if performance != nil && !t.IgnorePerformance {
		if alarm, reason := performance.Alarm(); alarm {
			d.Reasons = append(d.Reasons, reason)
		}
	}
	fresh := 0
	if feedback != nil {
		fresh = feedback.New()
	}
	if t.Enough > 0 && fresh >= t.Enough {
		d.Reasons = append(d.Reasons, fmt.Sprintf("there are %d new answers", fresh))
	}
	if len(d.Reasons) > 0 && fresh < t.MinFeedback {
		d.Waiting = fmt.Sprintf("%d new answers, %d are needed", fresh, t.MinFeedback)
	}
	d.Retrain = len(d.Reasons) > 0 && d.Waiting == ""
	return d
}

// String says what is to be done, and why.
func (d Decision) String() string {
	switch {
	case len(d.Reasons) == 0:
		return "no reason to train again"
	case d.Waiting != "":
		return "a reason to train again (" + strings.Join(d.Reasons, "; ") + "), but " + d.Waiting
	}
	return "time to train again: " + strings.Join(d.Reasons, "; ")
}

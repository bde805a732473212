package train

import (
	"fmt"
	"math"
)

// SaveBest saves the model, as [nn.Model.Save] does, after every epoch that is
// better than all before.
type SaveBest struct {
	// Path of the file. Required.
	Path string
	// Metric and Greater are those of [EarlyStopping].
	Metric  string
	Greater bool
}

// Callback returns the callback. One is for one training at a time.
func (b SaveBest) Callback() Callback {
	var best float64
	seen := false
	return Callback{
		Name: "SaveBest",
		TrainBegin: func(r *Run) error {
			if b.Path == "" {
				return fmt.Errorf("train: SaveBest has no Path: set it to the name of a file")
			}
			if r.Epoch() == 0 {
				seen = false
			}
			return r.checkWatched(b.Metric, b.Greater)
		},
		EpochEnd: func(r *Run) error {
			value, err := r.monitored(b.Metric)
			if err != nil {
				return err
			}
			if math.IsNaN(value) || seen && (b.Greater && value <= best || !b.Greater && value >= best) {
				return nil
			}
			best, seen = value, true
			return r.Model.Save(b.Path)
		},
		Save: func(s *Store) error { return s.Set("state", savedBest{Number(best), seen}) },
		Load: func(s *Store) error {
			var saved savedBest
			err := s.Get("state", &saved)
			best, seen = float64(saved.Best), saved.Seen
			return err
		},
	}
}

type savedBest struct {
	Best Number
	Seen bool
}

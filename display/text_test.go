package display

import (
	"math"
	"testing"
)

// A key that is NaN finds nothing in its map, not even its own value.
func TestMapsWithNaN(t *testing.T) {
	m := map[float64]string{math.NaN(): "none", 1: "one", math.Inf(-1): "least"}
	got := Values(m).Data[MIMEText]
	if want := `map[float64]string{NaN: "none", -Inf: "least", 1: "one"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

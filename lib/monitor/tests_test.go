package monitor

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"testing"
)

// TestReference compares with scipy 1.17 (testdata/scipy_reference.py).
func TestReference(t *testing.T) {
	b, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Cases []struct {
			A, B               []float64
			KS, P, Wasserstein float64
		}
		Counts              [2][]float64
		ChiSquared, ChiP, V float64
		P, Holm             []float64
	}
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-9*(1+math.Abs(want)) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	for _, c := range r.Cases {
		d, p := kolmogorovSmirnov(c.A, c.B)
		near("KS", d, c.KS)
		near("p", p, c.P)
		near("Wasserstein", wasserstein(c.A, c.B), c.Wasserstein)
	}
	statistic, p, v := chiSquared(r.Counts[0], r.Counts[1])
	near("chi-squared", statistic, r.ChiSquared)
	near("its p", p, r.ChiP)
	near("Cramér's V", v, r.V)
	for i, got := range holm(r.P) {
		near("Holm", got, r.Holm[i])
	}
	// Σ (b − a)·log(b/a) of (½, ½) and (¼, ¾): ¼·log 2 + ¼·log 1.5.
	near("PSI", stability([]float64{5, 5}, []float64{2, 6}), math.Log(2)/4+math.Log(1.5)/4)
}

// FuzzFeedback: a file of any bytes is an error, or answers that fit together.
func FuzzFeedback(f *testing.F) {
	f.Add([]byte(`{"Answer":{"X":[1,2],"Predicted":0,"Label":1,"When":"2026-01-02T03:04:05Z"}}` + "\n" + `{"Used":1}` + "\n"))
	f.Add([]byte(`{"Answer":{"X":[1]}}` + "\n" + `{"Answer":{"X":[1,2]}}` + "\n"))
	f.Add([]byte(`{"Used":3}` + "\n"))
	f.Add([]byte(`{"Answer":{"X":[1]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		out := &Feedback{}
		whole, err := out.read(bytes.NewReader(b))
		if err != nil {
			return
		}
		if whole > int64(len(b)) || out.used > len(out.answers) {
			t.Errorf("%d whole bytes of %d, %d answers of %d used", whole, len(b), out.used, len(out.answers))
		}
	})
}

package widgets

// slider.go: numbers between two others.

import (
	"fmt"
	"math"
	"strconv"
)

// IntSliderOptions are what a slider is made with.
type IntSliderOptions struct {
	Label    string
	Min, Max int  // the ends; default 0 and 100, when both are 0
	Step     int  // default 1
	Value    int  // made to lie between the ends
	Delayed  bool // the value changes when the slider is let go, not while it moves
	Disabled bool // nobody can move it
}

// IntSlider is a whole number between two others.
type IntSlider struct{ *Model }

// NewIntSlider makes a slider. It panics when Min is above Max, or Step below 0.
func NewIntSlider(o IntSliderOptions) *IntSlider {
	if o.Min == 0 && o.Max == 0 {
		o.Max = 100
	}
	if o.Step == 0 {
		o.Step = 1
	}
	if o.Min > o.Max || o.Step < 0 {
		panic(fmt.Sprintf("widgets: IntSlider %q: want Min below Max and a Step above 0, got Min: %d, Max: %d, Step: %d", o.Label, o.Min, o.Max, o.Step))
	}
	s := &IntSlider{newModel(control("IntSlider"), "Slider", map[string]any{
		"description": o.Label, "min": o.Min, "max": o.Max, "step": o.Step, "value": min(max(o.Value, o.Min), o.Max),
		"continuous_update": !o.Delayed, "disabled": o.Disabled,
	})}
	s.fit = func(key string, v any) any {
		if key == "value" {
			return min(max(v.(int), o.Min), o.Max)
		}
		return v
	}
	s.text = func() string { return labelled(o.Label, strconv.Itoa(s.Value())) }
	return s
}

// Value is where the slider is.
func (s *IntSlider) Value() int { return s.get("value").(int) }

// SetValue moves the slider, to the nearest end if v lies beyond it.
func (s *IntSlider) SetValue(v int) { s.set(map[string]any{"value": s.fit("value", v)}) }

// OnChange has f called with each new value.
func (s *IntSlider) OnChange(f func(v int)) { s.onChange("value", func() { f(s.Value()) }) }

func (s *IntSlider) value() any { return s.Value() }

// FloatSliderOptions are what a slider is made with.
type FloatSliderOptions struct {
	Label    string
	Min, Max float64 // the ends; default 0 and 1, when both are 0
	Step     float64 // default a hundredth of the way
	Value    float64 // made to lie between the ends
	Format   string  // of the number beside it, in d3's notation; default ".3g"
	Delayed  bool    // the value changes when the slider is let go, not while it moves
	Disabled bool    // nobody can move it
}

// FloatSlider is a number between two others.
type FloatSlider struct{ *Model }

// NewFloatSlider makes a slider. It panics when Min is above Max, Step below 0,
// or one of them is no number.
func NewFloatSlider(o FloatSliderOptions) *FloatSlider {
	if o.Min == 0 && o.Max == 0 {
		o.Max = 1
	}
	if o.Step == 0 {
		o.Step = (o.Max - o.Min) / 100
	}
	if o.Format == "" {
		o.Format = ".3g"
	}
	if sum := o.Min + o.Max + o.Step + o.Value; !(o.Min <= o.Max) || o.Step < 0 || math.IsNaN(sum) || math.IsInf(sum, 0) {
		panic(fmt.Sprintf("widgets: FloatSlider %q: want finite numbers, Min below Max and a Step above 0, got Min: %g, Max: %g, Step: %g, Value: %g", o.Label, o.Min, o.Max, o.Step, o.Value))
	}
	s := &FloatSlider{newModel(control("FloatSlider"), "Slider", map[string]any{
		"description": o.Label, "min": o.Min, "max": o.Max, "step": o.Step, "value": min(max(o.Value, o.Min), o.Max),
		"readout_format": o.Format, "continuous_update": !o.Delayed, "disabled": o.Disabled,
	})}
	s.fit = func(key string, v any) any {
		if key == "value" {
			return min(max(v.(float64), o.Min), o.Max)
		}
		return v
	}
	s.text = func() string { return labelled(o.Label, strconv.FormatFloat(s.Value(), 'g', -1, 64)) }
	return s
}

// Value is where the slider is.
func (s *FloatSlider) Value() float64 { return s.get("value").(float64) }

// SetValue moves the slider, to the nearest end if v lies beyond it. What is no
// number changes nothing.
func (s *FloatSlider) SetValue(v float64) {
	if !math.IsNaN(v) {
		s.set(map[string]any{"value": s.fit("value", v)})
	}
}

// OnChange has f called with each new value.
func (s *FloatSlider) OnChange(f func(v float64)) { s.onChange("value", func() { f(s.Value()) }) }

func (s *FloatSlider) value() any { return s.Value() }

package nn

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"

	"github.com/gorgolab/gorgo/lib/internal/atomicfile"
	"github.com/gorgolab/gorgo/lib/internal/safetensors"
)

// Models are saved in the safetensors format: the parameters under their
// names, and in the metadata, under the key below, the architecture as JSON.

const (
	architectureKey = "gorgo.model"
	// architectureVersion is raised when the JSON changes its meaning.
	architectureVersion = 1
)

// architecture is what is saved of a model besides its weights.
type architecture struct {
	Version int          `json:"version"`
	Input   []int        `json:"input"`
	Seed    int          `json:"seed"`
	Layers  []savedLayer `json:"layers"`
	// Frozen lists the parameters that do not learn.
	Frozen []string `json:"frozen,omitempty"`
}

// savedLayer is a layer's settings.
type savedLayer struct {
	Kind   string          `json:"kind"`
	Name   string          `json:"name"`
	Config json.RawMessage `json:"config"`
	// Children are the layers within the layer, in lists.
	Children [][]savedLayer `json:"children,omitempty"`
}

// builtin lists the layers of this package: the kinds that Load knows.
var builtin = []Layer{
	Activation(""), AvgPool{}, BatchNorm{}, Bidirectional{}, Conv1D{}, Conv2D{}, Dense{}, Dropout{}, Embedding{}, Flatten{},
	GRU{}, GlobalAvgPool{}, GlobalMaxPool{}, LSTM{}, LayerNorm{}, Masking{}, MaxPool{}, Parallel{}, Permute{},
	PositionalEncoding{}, Reshape{}, Residual{}, SelfAttention{}, SimpleRNN{}, SpatialDropout{},
}

// isBuiltin reports whether a layer is of this package.
func isBuiltin(l Layer) bool {
	return slices.ContainsFunc(builtin, func(b Layer) bool { return reflect.TypeOf(b) == reflect.TypeOf(l) })
}

// Save writes the model to a file in the safetensors format, which Python's
// safetensors package reads as well: the parameters under their names
// ("dense_1.weight"), the architecture in the metadata. The file is replaced in
// one step: whoever reads it finds the old model or the new one.
//
// Settings of layers that encoding/json cannot write are an error; functions
// that are marked `json:"-"`, as in [Func], are left out.
func (m *Model) Save(path string) error {
	b, err := m.encode()
	if err != nil {
		return err
	}
	if err := atomicfile.Write(path, b); err != nil {
		return fmt.Errorf("nn: Save: %w", err)
	}
	return nil
}

// MustSave is [Model.Save], but panics on an error.
func (m *Model) MustSave(path string) {
	if err := m.Save(path); err != nil {
		panic(err)
	}
}

// encode returns the content of the model's file.
func (m *Model) encode() ([]byte, error) {
	a := architecture{Version: architectureVersion, Input: m.input, Seed: m.seed}
	for i, l := range m.layers {
		saved, err := encodeLayer(l, m.names[i])
		if err != nil {
			return nil, fmt.Errorf("nn: Save: %w", err)
		}
		a.Layers = append(a.Layers, saved)
	}
	for _, p := range m.params {
		if p.Frozen {
			a.Frozen = append(a.Frozen, p.Name)
		}
	}
	text, err := json.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("nn: Save: %w", err)
	}
	f := safetensors.File{Metadata: map[string]string{"format": "gorgo", architectureKey: string(text)}}
	m.weights.RLock()
	defer m.weights.RUnlock()
	for _, p := range m.all() {
		f.Tensors = append(f.Tensors, safetensors.Tensor{Name: p.Name, Shape: p.Value.Shape, Data: p.Value.Data})
	}
	var out bytes.Buffer
	if err := safetensors.Write(&out, f); err != nil {
		return nil, fmt.Errorf("nn: Save: %w", err)
	}
	return out.Bytes(), nil
}

// encodeLayer returns a layer's settings, and those of the layers within it.
func encodeLayer(l Layer, name string) (savedLayer, error) {
	config, err := json.Marshal(l)
	if err != nil {
		return savedLayer{}, fmt.Errorf("the settings of %s %q cannot be written: %w", kindOf(l), name, err)
	}
	saved := savedLayer{Kind: kindOf(l), Name: name, Config: config}
	n, ok := l.(nested)
	if !ok {
		return saved, nil
	}
	for _, list := range n.children() {
		names, err := nameLayers(list)
		if err != nil {
			return savedLayer{}, err
		}
		children := []savedLayer{}
		for i, child := range list {
			c, err := encodeLayer(child, names[i])
			if err != nil {
				return savedLayer{}, err
			}
			children = append(children, c)
		}
		saved.Children = append(saved.Children, children)
	}
	return saved, nil
}

// LoadOptions of [LoadWith].
type LoadOptions struct {
	// Layers holds one layer of each kind that is not of this package, such as
	// MyLayer{}, and every [Func] of the model. What is saved overwrites their
	// settings; functions are kept.
	Layers []Layer
}

// Load returns the model that [Model.Save] wrote. It fails when the file is
// damaged, or has a layer that this package does not know ([LoadWith] takes
// those).
func Load(path string) (*Model, error) { return LoadWith(path, LoadOptions{}) }

// MustLoad is [Load], but panics on an error.
func MustLoad(path string) *Model { return must(Load(path)) }

// LoadWith is [Load] for models with layers of your own.
func LoadWith(path string, opts LoadOptions) (*Model, error) {
	f, err := readFile(path)
	if err != nil {
		return nil, fmt.Errorf("nn: Load: %w", err)
	}
	text, ok := f.Metadata[architectureKey]
	if !ok {
		return nil, fmt.Errorf("nn: Load: %s holds tensors, but no architecture: build the model and use its LoadWeights", path)
	}
	m, err := decodeArchitecture([]byte(text), opts)
	if err != nil {
		return nil, fmt.Errorf("nn: Load: %s: %w", path, err)
	}
	if err := m.setWeights(f.Tensors); err != nil {
		return nil, fmt.Errorf("nn: Load: %s: %w", path, err)
	}
	return m, nil
}

// MustLoadWith is [LoadWith], but panics on an error.
func MustLoadWith(path string, opts LoadOptions) *Model { return must(LoadWith(path, opts)) }

// LoadWeights sets the parameters to those of a safetensors file, by name. The
// file must hold exactly the model's parameters, in the model's shapes; it need
// not hold an architecture. When it fails the model is unchanged.
func (m *Model) LoadWeights(path string) error {
	f, err := readFile(path)
	if err != nil {
		return fmt.Errorf("nn: LoadWeights: %w", err)
	}
	if err := m.setWeights(f.Tensors); err != nil {
		return fmt.Errorf("nn: LoadWeights: %s: %w", path, err)
	}
	return nil
}

// MustLoadWeights is [Model.LoadWeights], but panics on an error.
func (m *Model) MustLoadWeights(path string) {
	if err := m.LoadWeights(path); err != nil {
		panic(err)
	}
}

// setWeights copies tensors into the parameters of the same names. It reports
// everything that does not fit.
func (m *Model) setWeights(tensors []safetensors.Tensor) error {
	byName := map[string]safetensors.Tensor{}
	for _, t := range tensors {
		byName[t.Name] = t
	}
	var wrong []error
	for _, p := range m.all() {
		t, ok := byName[p.Name]
		delete(byName, p.Name)
		switch {
		case !ok:
			wrong = append(wrong, fmt.Errorf("there is no %s, of which the model has %s", p.Name, formatShape(p.Value.Shape)))
		case !slices.Equal(t.Shape, p.Value.Shape):
			wrong = append(wrong, fmt.Errorf("%s: the model has %s, the file %s", p.Name, formatShape(p.Value.Shape), formatShape(t.Shape)))
		}
	}
	for _, t := range tensors {
		if _, left := byName[t.Name]; left {
			wrong = append(wrong, fmt.Errorf("%s %s is not in the model", t.Name, formatShape(t.Shape)))
		}
	}
	if err := errors.Join(wrong...); err != nil {
		return err
	}
	for _, t := range tensors {
		byName[t.Name] = t
	}
	m.weights.Lock()
	defer m.weights.Unlock()
	for _, p := range m.all() {
		copy(p.Value.Data, byName[p.Name].Data)
	}
	return nil
}

// decodeArchitecture builds the model that an architecture describes.
func decodeArchitecture(text []byte, opts LoadOptions) (*Model, error) {
	var a architecture
	if err := json.Unmarshal(text, &a); err != nil {
		return nil, fmt.Errorf("its architecture: %w", err)
	}
	if a.Version != architectureVersion {
		return nil, fmt.Errorf("its architecture is of version %d, this program reads version %d: use a newer gorgo", a.Version, architectureVersion)
	}
	var layers []Layer
	var names []string
	for _, s := range a.Layers {
		l, err := decodeLayer(s, opts)
		if err != nil {
			return nil, err
		}
		if slices.Contains(names, s.Name) {
			return nil, fmt.Errorf("two layers are called %q", s.Name)
		}
		layers, names = append(layers, l), append(names, s.Name)
	}
	if len(layers) == 0 || len(a.Input) == 0 || product(a.Input) < 1 {
		return nil, fmt.Errorf("its architecture has %d layers for the input %s", len(layers), formatShape(a.Input))
	}
	m, err := sequential(layers, names, Options{Input: a.Input, Seed: a.Seed})
	if err != nil {
		return nil, err
	}
	for _, p := range m.params {
		p.Frozen = slices.Contains(a.Frozen, p.Name)
	}
	return m, nil
}

// decodeLayer returns a layer with the saved settings.
func decodeLayer(s savedLayer, opts LoadOptions) (Layer, error) {
	for _, known := range slices.Concat(opts.Layers, builtin) {
		if kindOf(known) != s.Kind {
			continue
		}
		if f, ok := known.(Func); ok && f.Name != s.Name {
			continue
		}
		t := reflect.TypeOf(known)
		pointer := t.Kind() == reflect.Pointer
		if pointer {
			t = t.Elem()
		}
		value := reflect.New(t)
		value.Elem().Set(reflect.Indirect(reflect.ValueOf(known)))
		d := json.NewDecoder(bytes.NewReader(s.Config))
		d.DisallowUnknownFields() // a setting that is not understood changes what the layer does
		if err := d.Decode(value.Interface()); err != nil {
			return nil, fmt.Errorf("the settings of %s %q: %w", s.Kind, s.Name, err)
		}
		if !pointer {
			value = value.Elem()
		}
		return decodeChildren(value.Interface().(Layer), s, opts)
	}
	return nil, fmt.Errorf("there is no layer %s, of which it has %q: give one to LoadWith in LoadOptions.Layers", s.Kind, s.Name)
}

// decodeChildren gives a layer the layers that were within it.
func decodeChildren(l Layer, s savedLayer, opts LoadOptions) (Layer, error) {
	n, ok := l.(nested)
	if !ok {
		return l, nil
	}
	var lists [][]Layer
	for _, saved := range s.Children {
		list := []Layer{}
		for _, c := range saved {
			child, err := decodeLayer(c, opts)
			if err != nil {
				return nil, err
			}
			list = append(list, child)
		}
		lists = append(lists, list)
	}
	with, fits := n.withChildren(lists)
	if !fits {
		return nil, fmt.Errorf("the layers within %s %q do not fit it", s.Kind, s.Name)
	}
	return with, nil
}

func readFile(path string) (*safetensors.File, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f, err := safetensors.Read(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

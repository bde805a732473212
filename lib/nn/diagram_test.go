package nn_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/gorgolab/gorgo/lib/nn"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestDiagramGolden(t *testing.T) {
	conv := func(n int) nn.Layer { return nn.Conv2D{Filters: n, Kernel: nn.Square(3), Padding: nn.Same} }
	for name, m := range map[string]*nn.Model{
		"perceptron": nn.MustSequential([]nn.Layer{nn.Dense{Units: 64, Activation: nn.ReLU}, nn.Dropout{Rate: .2}, nn.Dense{Units: 10, Activation: nn.Softmax, Name: "a name that is far too long for the width of a box"}}, nn.Options{Input: []int{64}}),
		"residual":   cnn(t),
		"blocks": nn.MustSequential([]nn.Layer{
			nn.Residual{Layers: []nn.Layer{conv(4), nn.ReLU, conv(4)}, Shortcut: []nn.Layer{nn.Conv2D{Filters: 4, Kernel: nn.Square(1)}}, Activation: nn.ReLU},
			nn.Parallel{Branches: [][]nn.Layer{{conv(2)}, {nn.MaxPool{Size: nn.Square(3), Stride: nn.Square(1), Padding: nn.Same}, conv(2)}, {}}},
			nn.GlobalAvgPool{},
		}, nn.Options{Input: []int{3, 8, 8}}),
	} {
		t.Run(name, func(t *testing.T) {
			got := m.Diagram().SVG()
			decoder := xml.NewDecoder(bytes.NewReader(got))
			for {
				if _, err := decoder.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("not well-formed: %v", err)
				}
			}
			path := filepath.Join("testdata", "diagram_"+name+".svg")
			if *update {
				if err := os.WriteFile(path, got, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the drawing differs from %s: look at it; if it is better, run with -update", path)
			}
			if b := m.Diagram().Display(); b.Data["text/plain"] != m.String() || b.Data["image/svg+xml"] != string(got) {
				t.Error("it is not shown as what it is")
			}
		})
	}
}

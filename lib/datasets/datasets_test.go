package datasets

// One test for every loader: what each promises, in a table. A file that is in
// the folder but not in the table fails.

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
)

// A loader and its promises. The sums are of the text inside, made when the files were taken from
// scikit-learn 1.9.0; counts and ranges are those that the sources publish.
type loader struct {
	file     string
	load     func() *data.Dataset
	raw      []byte
	sum      string
	rows     int
	features int
	counts   []int
	min, max float32
}

var loaders = []loader{
	{"digits", Digits, digitsFile, "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8", 1797, 64, []int{178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, 0, 16},
	{"iris", Iris, irisFile, "111f8932a62b6c883fdc21a018d7459e603d6468fd8bdb4d1e0f0b125f2c9f39", 150, 4, []int{50, 50, 50}, 0.1, 7.9},
	{"wine", Wine, wineFile, "c4003e57a6c3e6f838465a74b24b77d1ed95d529f80870f75cd8c01d1ea80354", 178, 13, []int{59, 71, 48}, 0.13, 1680},
	{"breast_cancer", BreastCancer, breastCancerFile, "feb0adc252908ad0b2c7286e5f9b4cc84fd5d8b50a807f8ade1b1edc5f27a355", 569, 30, []int{212, 357}, 0, 4254},
}

func TestLoaders(t *testing.T) {
	for _, l := range loaders {
		t.Run(l.file, func(t *testing.T) {
			d := l.load()
			if err := d.Check(); err != nil {
				t.Fatal(err)
			}
			if d.Len() != l.rows || d.Features() != l.features {
				t.Errorf("got %d rows of %d features, want %d of %d", d.Len(), d.Features(), l.rows, l.features)
			}
			if got := d.ClassCounts(); !slices.Equal(got, l.counts) {
				t.Errorf("class counts are %v, want %v", got, l.counts)
			}
			if lo, hi := slices.Min(d.X.Data), slices.Max(d.X.Data); lo != l.min || hi != l.max {
				t.Errorf("values run from %v to %v, want %v to %v", lo, hi, l.min, l.max)
			}
			if s := d.Source; d.Name == "" || s.Description == "" || s.Citation == "" || s.Licence != "CC BY 4.0" || !strings.HasPrefix(s.URL, "https://") {
				t.Errorf("the source is incomplete: %+v", s)
			}
			names := slices.Clone(d.FeatureNames)
			slices.Sort(names)
			if len(slices.Compact(names)) != l.features {
				t.Errorf("feature names are not unique: %q", d.FeatureNames)
			}

			d.X.Data[0], d.Y[0], d.Classes[0] = -1, 1, "changed"
			if again := l.load(); again.X.Data[0] == -1 || again.Y[0] == 1 || again.Classes[0] == "changed" {
				t.Error("a change to a loaded data set shows in the next one that is loaded")
			}

			z, err := gzip.NewReader(bytes.NewReader(l.raw))
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(z)
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(text)
			if got := hex.EncodeToString(sum[:]); got != l.sum {
				t.Errorf("SHA-256 of the text is %s, want %s", got, l.sum)
			}
		})
	}
}

func TestEveryFileHasALoaderAndANotice(t *testing.T) {
	files, err := os.ReadDir("files")
	if err != nil {
		t.Fatal(err)
	}
	notice, err := os.ReadFile("files/NOTICE.md")
	if err != nil {
		t.Fatal(err)
	}
	var found int
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name(), ".csv.gz")
		if !ok {
			continue
		}
		found++
		if !slices.ContainsFunc(loaders, func(l loader) bool {
			return l.file == name
		}) {
			t.Errorf("files/%s has no row in the table of loaders", f.Name())
		}
		if !strings.Contains(string(notice), f.Name()) {
			t.Errorf("files/NOTICE.md does not mention %s", f.Name())
		}
	}
	if found != len(loaders) {
		t.Errorf("%d files for %d loaders", found, len(loaders))
	}
}

func TestDamagedFiles(t *testing.T) {
	pack := func(text string) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		io.WriteString(z, text)
		z.Close()
		return b.Bytes()
	}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"not gzip":      {[]byte("this is a text without compression\n"), "gzip: invalid header"},
		"cut short":     {pack("1,2,0\n3,4,1\n")[:20], "unexpected EOF"},
		"a word":        {pack("1,2,0\n3,four,1\n"), "line 2"},
		"too few":       {pack("1,2,0\n3,1\n"), "line 2"},
		"no class":      {pack("1,2\n"), "line 1: the class"},
		"class too big": {pack("1,2,7\n"), "Y[0] is 7"},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, c.want) || !strings.Contains(got, "toy") {
					t.Errorf("got %q, want it to name the data set and %q", got, c.want)
				}
			}()
			load(c.file, data.Dataset{Name: "toy", FeatureNames: []string{"a", "b"}, Classes: []string{"c"}})
		})
	}
}

func ExampleIris() {
	iris := Iris()
	fmt.Println(iris.Len(), "flowers of", iris.Classes)
	fmt.Println(iris.FeatureNames[0], "of the first:", iris.X.At(0, 0))
	// Output:
	// 150 flowers of [setosa versicolor virginica]
	// sepal length (cm) of the first: 5.1
}

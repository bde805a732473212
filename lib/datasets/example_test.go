package datasets_test

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
)

// What travels inside of the program.
func Example() {
	for _, d := range []*data.Dataset{datasets.Digits(), datasets.Iris(), datasets.Wine(), datasets.BreastCancer()} {
		fmt.Println(d.Name, d.X.Shape, len(d.Classes), "classes")
	}
	// Output:
	// digits [1797 64] 10 classes
	// iris [150 4] 3 classes
	// wine [178 13] 3 classes
	// breast cancer [569 30] 2 classes
}

func ExampleBreastCancer() {
	d := datasets.BreastCancer()
	fmt.Println(d.Classes, d.ClassCounts())
	// Output: [malignant benign] [212 357]
}

func ExampleWine() {
	fmt.Println(datasets.Wine().FeatureNames[0], datasets.Wine().ClassCounts())
	// Output: alcohol [59 71 48]
}

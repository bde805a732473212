package datasets

import (
	_ "embed"

	"github.com/gorgolab/gorgo/lib/data"
)

//go:embed files/breast_cancer.csv.gz
var breastCancerFile []byte

// BreastCancer returns 569 breast masses, of which 212 were malignant: X is
// (569, 30), ten measurements of the cell nuclei in an image, each as mean, as
// standard error and as mean of the three worst. Class 0 is malignant.
//
// Source: Wolberg, Mangasarian, Street and Street (1993), Breast Cancer
// Wisconsin (Diagnostic). UCI Machine Learning Repository, CC BY 4.0.
func BreastCancer() *data.Dataset {
	measurements := []string{
		"radius", "texture", "perimeter", "area", "smoothness",
		"compactness", "concavity", "concave points", "symmetry", "fractal dimension",
	}
	var names []string
	for _, m := range measurements {
		names = append(names, "mean "+m)
	}
	for _, m := range measurements {
		names = append(names, m+" error")
	}
	for _, m := range measurements {
		names = append(names, "worst "+m)
	}
	return load(breastCancerFile, data.Dataset{
		Name:         "breast cancer",
		Classes:      []string{"malignant", "benign"},
		FeatureNames: names,
		Source: data.Source{
			Description: "569 breast masses, malignant or benign, by measurements of their cell nuclei",
			URL:         "https://doi.org/10.24432/C5DW2B",
			Licence:     ccBy,
			Citation:    "W. Wolberg, O. Mangasarian, N. Street and W. Street (1993): Breast Cancer Wisconsin (Diagnostic). UCI Machine Learning Repository.",
		},
	})
}

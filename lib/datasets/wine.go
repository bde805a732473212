package datasets

import (
	_ "embed"

	"github.com/gorgolab/gorgo/lib/data"
)

//go:embed files/wine.csv.gz
var wineFile []byte

// Wine returns the chemical analysis of 178 wines from three growers of one
// region: X is (178, 13), in units that differ widely from feature to feature,
// which is what makes it a good set to show scaling on.
//
// Source: Aeberhard and Forina (1992), Wine. UCI Machine Learning Repository,
// CC BY 4.0.
func Wine() *data.Dataset {
	return load(wineFile, data.Dataset{
		Name:    "wine",
		Classes: []string{"grower 1", "grower 2", "grower 3"},
		FeatureNames: []string{
			"alcohol", "malic acid", "ash", "alcalinity of ash", "magnesium", "total phenols", "flavanoids",
			"nonflavanoid phenols", "proanthocyanins", "colour intensity", "hue", "OD280/OD315", "proline",
		},
		Source: data.Source{
			Description: "178 wines from three growers, analysed",
			URL:         "https://doi.org/10.24432/C5PC7J",
			Licence:     ccBy,
			Citation:    "S. Aeberhard and M. Forina (1992): Wine. UCI Machine Learning Repository.",
		},
	})
}

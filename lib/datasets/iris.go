package datasets

import (
	_ "embed"

	"github.com/gorgolab/gorgo/lib/data"
)

//go:embed files/iris.csv.gz
var irisFile []byte

// Iris returns the measurements of 150 iris flowers: X is (150, 4), in
// centimetres; there are 50 flowers of each of three species.
//
// Source: Fisher (1936), The use of multiple measurements in taxonomic
// problems, with the numbers of the paper (the repository's own file differs
// in two rows). UCI Machine Learning Repository, CC BY 4.0.
func Iris() *data.Dataset {
	return load(irisFile, data.Dataset{
		Name:         "iris",
		Classes:      []string{"setosa", "versicolor", "virginica"},
		FeatureNames: []string{"sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"},
		Source: data.Source{
			Description: "150 iris flowers of three species",
			URL:         "https://doi.org/10.24432/C56C76",
			Licence:     ccBy,
			Citation:    "R. A. Fisher (1936): Iris. UCI Machine Learning Repository.",
		},
	})
}

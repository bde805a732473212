package datasets

import (
	_ "embed"
	"fmt"

	"github.com/gorgolab/gorgo/lib/data"
)

//go:embed files/digits.csv.gz
var digitsFile []byte

// Digits returns 1,797 handwritten digits by 13 people, each an image of 8 × 8
// pixels: X is (1797, 64), from 0 (paper) to 16 (ink); the classes are "0" to
// "9", about 180 images of each.
//
// Source: Alpaydin and Kaynak (1998), Optical Recognition of Handwritten
// Digits, the test part. UCI Machine Learning Repository, CC BY 4.0.
func Digits() *data.Dataset {
	set := data.Dataset{
		Name:    "digits",
		Classes: []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
		Image:   &data.ImageShape{Height: 8, Width: 8, Channels: 1},
		Source: data.Source{
			Description: "1,797 handwritten digits as images of 8 × 8 pixels",
			URL:         "https://doi.org/10.24432/C50P49",
			Licence:     ccBy,
			Citation:    "E. Alpaydin and C. Kaynak (1998): Optical Recognition of Handwritten Digits. UCI Machine Learning Repository.",
		},
	}
	for row := range 8 {
		for column := range 8 {
			set.FeatureNames = append(set.FeatureNames, fmt.Sprintf("pixel_%d_%d", row, column))
		}
	}
	return load(digitsFile, set)
}

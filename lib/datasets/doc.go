// Package datasets loads well-known data sets that are small enough to travel
// inside the program: nothing is downloaded, and the same rows come back on
// every machine.
//
// Each loader returns a fresh *data.Dataset that the caller may change. Where
// the numbers come from and their licence (Creative Commons Attribution 4.0
// for all of them) stand in the data set's Source and in files/NOTICE.md.
//
// It does not split, scale or show anything: that is package data's and package
// plots' work.
//
// There is one file per data set; parse.go reads the format that they share.
package datasets

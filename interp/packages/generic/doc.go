// Package generic has, in the folders below it, our own versions of those
// generic functions of the standard library that can't be lowered from Go's
// source, because they lean on the compiler or on internal packages. A folder's
// path is that of the package: generic/iter for iter. The generator puts them in
// the place of Go's; whatever a folder does not declare still comes from Go.
//
// They are ordinary Go and are compiled and tested as such. Where they need a
// hand from compiled code, it is in package help.
package generic

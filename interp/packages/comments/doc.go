// Package comments finds the documentation comments of a package's declarations, for
// what shows them while somebody types: one text for each name, member by member.
//
// It reads syntax and no types. The generator of package packages calls it for what is
// bundled, package interp for packages from source; what cells declare is found in
// their text by package assist.
package comments

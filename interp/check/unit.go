// This file declares what a successful check hands to the lowering: the types
// of the contract between check, lower and engine.

package check

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Source is the text of one cell.
type Source struct {
	// Name appears in positions: "cell[3]", or the name of a file.
	Name string
	// Number is the cell's execution number, counted from 1; 0 when the text
	// is no cell of a notebook.
	Number int
	// Text is what the user typed.
	Text string
	// Head and Tail are Go around the text's statements that the user does not
	// see: a loop that times them, say. Positions are those of Text.
	Head, Tail string
}

// Unit is a cell that checked: its syntax, types and effects on the session.
// It is immutable once Check has returned it.
type Unit struct {
	Source Source
	// Fset holds the positions of every cell of the session.
	Fset *token.FileSet
	// Pkg is the package of all cells, path "main". Its scope is that of the
	// cell that was checked last: Globals says what is global, not the scope.
	Pkg *types.Package
	// Info has Types, Defs, Uses, Implicits, Selections, Instances, Scopes and
	// FileVersions filled, for Decls and Steps alike. Syntax of an earlier
	// cell that was checked again (see Decls) is a fresh copy, so that the
	// Info of its first unit stays valid.
	Info *types.Info

	// Decls holds the function and type declarations to emit: the cell's own,
	// in source order, followed by those of earlier cells that were checked
	// again because they depend on something that this cell redefines.
	// Methods are *ast.FuncDecl with a receiver.
	Decls []ast.Decl
	// Steps is what running the cell does, in order. They form the body of
	// ONE function: labels, goto and defer work across them.
	Steps []Step

	// Defines lists the package-level objects that this unit gives the
	// session, dependants included, in the order of their declaration.
	Defines []*Global
	// Uses lists the session's globals of earlier cells that the unit mentions.
	Uses []*Global
	// Globals maps every package-level object that the unit mentions to the
	// session's record: those it defines as well as those it uses, constants
	// included. It alone says what is global: the scopes that objects belong to
	// do not. In `x := x + 1` the two x are different objects with different
	// records, which may have one ID.
	Globals map[types.Object]*Global

	// Dropped lists the records that the unit replaces for good: no name leads
	// to them any more. Closures that are still alive may.
	Dropped []*Global

	// Imports lists the packages that were imported because the cell names
	// them, without an import declaration of its own.
	Imports []Import
	// Packages are those that the cell imports or names, by path: what has to
	// be initialised before it runs.
	Packages []*types.Package

	// Embedded are the values of variables that have go:embed lines, and
	// GoVersion the language version, of a unit that is a package; see Package.
	Embedded  map[types.Object]any
	GoVersion string

	commit delta // what Commit does to the scope
}

// Step is one thing that running a cell does; exactly one field is set.
type Step struct {
	// Init declares variables of the session and gives them values.
	Init *VarInit
	// Stmt is any other statement of the cell's top level. Names that it
	// declares (inside blocks) are local.
	Stmt ast.Stmt
	// Show is the cell's last expression, whose value or values (a call may
	// have several) are the cell's result; a bare list of expressions has a step
	// for each. Prints and calls without results are Stmt.
	Show ast.Expr
}

// VarInit is a declaration of session variables. Not every variable has one:
// `b, err := g()` with an err that the same cell defined before is the Stmt
// `b, err = g()`, with b among the unit's Defines; so storage follows Defines.
type VarInit struct {
	// Vars are the variables, in order; nil stands for the blank identifier.
	// Globals has their records.
	Vars []*types.Var
	// Values is empty for zero values, has one expression for each variable,
	// or one multi-value expression (call, comma-ok) for all of them. All
	// values are evaluated before the first variable is set: with a and b of
	// an earlier cell, `a, b := b, a` swaps.
	Values []ast.Expr
	// Pos is where the declaration stands.
	Pos token.Pos
}

// Global is the session's record of one package-level object. A name that is
// redefined gets a new record with a new ID, except where earlier code can go
// on with it: a variable of an identical type keeps the ID and so its storage,
// and a function (not a generic one) of an identical signature keeps the ID and
// so its slot in the dispatch table. Their dependants are not emitted again.
type Global struct {
	// Name is the name in the source; "init" for each init function, which no
	// source can refer to.
	Name string
	// ID is unique in the session and a Go identifier. For methods see Decl.
	ID string
	// Cell is the number of the cell that defined it.
	Cell int
	// Object is the types.Object that later cells refer to.
	Object types.Object
	// Unit is where its syntax and Info live; nil, as Decl is, when the record has
	// been replaced.
	Unit *Unit
	// Replaces is the record whose ID this one keeps, nil when the ID is new.
	Replaces *Global
	// Decl is the *ast.FuncDecl, *ast.TypeSpec, *ast.ValueSpec or
	// *ast.AssignStmt that declares it. Methods have no Global: they belong to
	// their type's.
	Decl ast.Node

	parts    []*part  // what to check again when a redefinition asks for it
	mentions []string // the IDs of the records that the parts mention
}

// Import is one package that a cell can name.
type Import struct {
	// Name is the name in the cell's scope; "." for a dot import, "_" for a
	// blank one.
	Name string
	// Path is the import path.
	Path string
}

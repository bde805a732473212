// Package assist answers what a person wants to know while typing a cell: how
// it can go on ([Assistant.Complete]), what a name is ([Assistant.Inspect]), and
// whether the cell is whole ([IsComplete]).
//
// Everything comes from syntax and types, of the cell and of the session
// (package check); nothing is run, so questions have no effect and can be asked
// while a cell runs. A cell that is being typed is usually broken at the cursor
// and sometimes elsewhere: patch.go mends it there, and the parser and go/types
// make what they can of the rest.
//
// Positions are byte offsets into the text. The kernel turns them into
// Jupyter's code points.
//
// Reading order: assist.go, cursor.go (the text around the cursor), focus.go (what
// of it matters), patch.go (mending it), base.go (what stands above), place.go (what
// the cursor stands on); then a file per request:
// complete.go with members.go, lexical.go, literal.go, label.go, importpath.go,
// expect.go (which type is wanted) and rank.go; inspect.go with argument.go,
// infer.go, describe.go, declare.go, source.go, comment.go and page.go; iscomplete.go with
// indent.go. builtin.go and keyword.go hold texts.
package assist

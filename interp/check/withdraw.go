// This file takes back the names of variables that a cell declares below the place
// where it stopped: they have no value, and nobody shall take the zero of their type for
// one.

package check

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// Withdraw takes the names from the session that the unit, which was committed, would
// have given a value at or after a place: in the statement there or below it. What
// else the unit defines stays, with the variables that it mentions; so does a variable
// that kept its storage, and with it its value. It returns the names.
func (s *Scope) Withdraw(u *Unit, at token.Position) (names []string) {
	var late []*Global
	for _, step := range u.Steps {
		if _, ok := step.Stmt.(*ast.LabeledStmt); ok {
			return nil // jumps may have been everywhere
		}
		pos, vars := u.declares(step)
		end := u.Fset.Position(pos)
		if end.Filename != at.Filename || end.Line < at.Line || end.Line == at.Line && end.Column <= at.Column {
			continue
		}
		for _, v := range vars {
			if g := u.Globals[v]; g != nil && g.Replaces == nil && slices.Contains(u.Defines, g) {
				late = append(late, g)
			}
		}
	}
	stays := func(g *Global) bool { return !slices.Contains(late, g) }
	late = slices.DeleteFunc(late, func(g *Global) bool {
		return slices.ContainsFunc(u.Defines, func(d *Global) bool { return stays(d) && slices.Contains(d.mentions, g.ID) })
	})
	if len(late) == 0 {
		return nil
	}
	defer s.generation.Add(1)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range late {
		if s.current(g) {
			delete(s.names, g.Name)
			s.stopped[g.Name] = u.Source.Number
			names = append(names, g.Name)
		}
	}
	return names
}

// declares returns the variables that a step gives their first value, and where it ends.
func (u *Unit) declares(step Step) (end token.Pos, vars []types.Object) {
	switch {
	case step.Init != nil:
		end = step.Init.Pos + 1
		for _, x := range step.Init.Values {
			end = max(end, x.End())
		}
		for _, v := range step.Init.Vars {
			if v != nil {
				vars = append(vars, v)
			}
		}
	case step.Stmt != nil:
		end = step.Stmt.End()
		if a, ok := step.Stmt.(*ast.AssignStmt); ok {
			for _, x := range a.Lhs {
				if id, ok := x.(*ast.Ident); ok && u.Info.Uses[id] != nil {
					vars = append(vars, u.Info.Uses[id])
				}
			}
		}
	}
	return end, vars
}

// This file compiles expressions.

package bytecode

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"math"
)

// typeOf is the type of an expression as a value of its own.
func (c *compiler) typeOf(e ast.Expr) types.Type {
	t := c.TypeOf(e)
	if b, ok := t.(*types.Basic); ok && b.Info()&types.IsUntyped != 0 && b.Kind() != types.UntypedNil {
		t = types.Default(t)
	}
	return t
}

func (c *compiler) isNil(e ast.Expr) bool { return c.Info.Types[e].IsNil() }

// exprTo evaluates an expression and converts it, as an assignment does.
func (c *compiler) exprTo(e ast.Expr, t types.Type, hint *value) value {
	t = c.Subst(t)
	if c.isNil(e) {
		v := c.dst(t, hint)
		c.zero(v)
		return v
	}
	if tv := c.Info.Types[e]; tv.Value != nil {
		if c.isIface(t) {
			return c.assignable(c.constant(tv.Value, c.typeOf(e), nil), t, hint)
		}
		return c.constant(tv.Value, t, hint)
	}
	if c.isIface(t) && !c.isIface(c.typeOf(e)) {
		if _, f := callee(c, ast.Unparen(e)); f != nil {
			c.decline(e, "the function %s in an interface", f.Name()) // whose name can be asked for
		}
		return c.assignable(c.expr(e, nil), t, hint)
	}
	return c.assignable(c.expr(e, hint), t, hint)
}

// into evaluates an expression into certain registers.
func (c *compiler) into(e ast.Expr, to value) {
	v := c.exprTo(e, to.t, &to)
	if v.w != to.w || v.p != to.p {
		c.move(to, v)
	}
}

// assignable converts a value to a type that it can be assigned to.
func (c *compiler) assignable(v value, t types.Type, hint *value) value {
	if c.isIface(t) {
		return c.toIface(v, t, hint)
	}
	v.t = t
	return v
}

// constant makes a constant's value.
func (c *compiler) constant(x constant.Value, t types.Type, hint *value) value {
	s := c.shape(t)
	b, ok := t.Underlying().(*types.Basic)
	if !ok {
		c.decline(nil, "a constant of type %s", t)
	}
	if s.is(kString) {
		v := c.dst(t, hint)
		c.code.strings = append(c.code.strings, constant.StringVal(x))
		c.emit(opString, v.p, v.w, 0, int64(len(c.code.strings)-1))
		return v
	}
	if !s.word() {
		c.decline(nil, "a constant of type %s", t)
	}
	w := constWord(x, b, s.leaves[0].kind)
	if s.leaves[0].kind.isFloat() && hint == nil && len(c.loops) > 0 && c.outer == nil {
		return value{t, s, c.constant_(constKey{word: w}), 0}
	}
	v := c.dst(t, hint)
	c.emit(opConst, v.w, 0, 0, int64(w))
	return v
}

// constWord is a constant as a register holds it.
func constWord(x constant.Value, b *types.Basic, k kind) uint64 {
	switch {
	case k == kBool:
		return word(constant.BoolVal(x))
	case k == kFloat64:
		f, _ := constant.Float64Val(constant.ToFloat(x))
		return bits(f)
	case k == kFloat32:
		f, _ := constant.Float32Val(constant.ToFloat(x))
		return bits32(f)
	}
	x = constant.ToInt(x)
	if n, ok := constant.Int64Val(x); ok {
		return uint64(n)
	}
	n, _ := constant.Uint64Val(x)
	return n
}

// constInt is the value of a constant integer expression that fits an
// instruction.
func (c *compiler) constInt(e ast.Expr) (int64, bool) {
	tv := c.Info.Types[e]
	if tv.Value == nil {
		return 0, false
	}
	if x := constant.ToInt(tv.Value); x.Kind() == constant.Int {
		if n, ok := constant.Int64Val(x); ok {
			return n, true
		}
		if n, ok := constant.Uint64Val(x); ok {
			return int64(n), true
		}
	}
	return 0, false
}

// expr evaluates an expression. The result is a variable's own registers or new
// ones; those of the hint if that is convenient.
func (c *compiler) expr(e ast.Expr, hint *value) value {
	e = ast.Unparen(e)
	if tv := c.Info.Types[e]; tv.Value != nil {
		return c.constant(tv.Value, c.typeOf(e), hint)
	}
	switch e := e.(type) {
	case *ast.Ident:
		return c.ident(e, hint)
	case *ast.BinaryExpr:
		return c.binary(e, hint)
	case *ast.UnaryExpr:
		return c.unary(e, hint)
	case *ast.CallExpr:
		return c.call1(e, hint)
	case *ast.SelectorExpr:
		if sel := c.Info.Selections[e]; sel != nil && sel.Kind() != types.FieldVal {
			c.decline(e, "a method as a value")
		}
		if f, ok := c.Object(e.Sel).(*types.Func); ok {
			return c.declared(e.Sel, f)
		}
		if v, ok := c.fieldOf(e); ok {
			return v
		}
		return c.load(c.place(e), hint)
	case *ast.IndexExpr:
		return c.index(e, hint)
	case *ast.StarExpr:
		p := c.place(e)
		c.pos = e.Pos()
		return c.load(p, hint)
	case *ast.SliceExpr:
		return c.slice(e, hint)
	case *ast.CompositeLit:
		return c.composite(e, c.typeOf(e), hint)
	case *ast.FuncLit:
		return c.literal(e, hint)
	case *ast.TypeAssertExpr:
		return c.assertion(e)
	}
	c.decline(e, "an expression %T", e)
	return value{}
}

func (c *compiler) ident(e *ast.Ident, hint *value) value {
	switch o := c.Object(e).(type) {
	case *types.Var:
		return c.load(c.variable(e, o), hint)
	case *types.Func:
		return c.declared(e, o)
	}
	c.decline(e, "%s as a value", e.Name)
	return value{}
}

// variable is the place of a variable.
func (c *compiler) variable(e *ast.Ident, o *types.Var) place {
	if p, ok := c.vars[o]; ok {
		return p
	}
	v, ok := c.Global(o)
	if !ok {
		c.decline(e, "the variable %s", e.Name)
	}
	t := c.Subst(o.Type())
	base := c.constant_(constKey{pointer: v.UnsafePointer()})
	return place{kind: inMemory, t: t, s: c.shape(t), base: base}
}

// fieldOf is a field of a struct in registers: some of them.
func (c *compiler) fieldOf(e *ast.SelectorExpr) (value, bool) {
	sel := c.Info.Selections[e]
	if sel == nil || c.pointers(e, sel) {
		return value{}, false
	}
	if c.inMemory(e.X) {
		return value{}, false
	}
	v := c.expr(e.X, nil)
	if v.s.memory {
		p := place{kind: inMemory, t: v.t, s: v.s, base: v.p}
		return c.load(c.fieldPath(p, sel.Index()), nil), true
	}
	_, index, _ := c.lookup(e)
	for _, i := range index {
		v = c.field(v, i)
	}
	return v, true
}

// lookup finds a field or method anew, since the type may be an instance's.
func (c *compiler) lookup(e *ast.SelectorExpr) (types.Object, []int, types.Type) {
	t := c.typeOf(e.X)
	var pkg *types.Package
	if o := c.Info.Uses[e.Sel]; o != nil {
		pkg = o.Pkg()
	}
	o, index, _ := types.LookupFieldOrMethod(t, true, pkg, e.Sel.Name)
	if o == nil {
		c.decline(e, "selector %s", e.Sel.Name)
	}
	return o, index, t
}

// pointers reports whether a field's path goes through a pointer.
func (c *compiler) pointers(e *ast.SelectorExpr, sel *types.Selection) bool {
	_, index, t := c.lookup(e)
	for _, i := range index {
		b, ptr := deref(t)
		if ptr {
			return true
		}
		t = b.Underlying().(*types.Struct).Field(i).Type()
	}
	return false
}

// inMemory reports whether an expression is a variable, or part of one, that is
// in memory.
func (c *compiler) inMemory(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		o, ok := c.Object(e).(*types.Var)
		if !ok {
			return false
		}
		p := c.variable(e, o)
		return p.kind == inMemory
	case *ast.SelectorExpr:
		sel := c.Info.Selections[e]
		return sel == nil || sel.Kind() == types.FieldVal && (c.pointers(e, sel) || c.inMemory(e.X))
	case *ast.IndexExpr:
		switch t := c.typeOf(e.X).Underlying().(type) {
		case *types.Slice, *types.Pointer:
			return true
		case *types.Array:
			return c.inMemory(e.X)
		default:
			_ = t
		}
	case *ast.StarExpr:
		return true
	}
	return false
}

// field is one field of a struct in registers.
func (c *compiler) field(v value, i int) value {
	st := v.t.Underlying().(*types.Struct)
	w, p := v.w, v.p
	for j := range i {
		s := c.shape(c.Subst(st.Field(j).Type()))
		w, p = w+s.w, p+s.p
	}
	t := c.Subst(st.Field(i).Type())
	return value{t, c.shape(t), w, p}
}

// fieldPath follows a path of fields in memory.
func (c *compiler) fieldPath(p place, index []int) place {
	for _, i := range index {
		b, ptr := deref(p.t)
		if ptr {
			v := c.load(p, nil)
			p = place{kind: inMemory, base: v.p}
		}
		st, ok := b.Underlying().(*types.Struct)
		if !ok {
			c.decline(nil, "a field of %s", b)
		}
		switch p.kind {
		case inRegisters:
			v := c.field(value{b, c.shape(b), p.w, p.p}, i)
			p = place{kind: inRegisters, t: v.t, s: v.s, w: v.w, p: v.p}
			continue
		case inSlice:
			p = c.settle(p)
		case inMap, nowhere:
			c.decline(nil, "a field of such a value")
		}
		fields := make([]*types.Var, st.NumFields())
		for j := range fields {
			fields[j] = st.Field(j)
		}
		p.off += sizes.Offsetsof(fields)[i]
		p.t = c.Subst(st.Field(i).Type())
		p.s = c.shape(p.t)
	}
	return p
}

// place finds where an expression can be read from or written to.
func (c *compiler) place(e ast.Expr) place {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if e.Name == "_" {
			return place{kind: nowhere}
		}
		o, ok := c.Object(e).(*types.Var)
		if !ok {
			c.decline(e, "%s as a variable", e.Name)
		}
		return c.variable(e, o)
	case *ast.SelectorExpr:
		sel := c.Info.Selections[e]
		if sel == nil {
			return c.packageVariable(e)
		}
		_, index, t := c.lookup(e)
		if _, ptr := deref(t); ptr {
			v := c.expr(e.X, nil)
			c.pos = e.Sel.Pos()
			return c.fieldPath(place{kind: inRegisters, t: v.t, s: v.s, w: v.w, p: v.p}, index)
		}
		if c.addressable(e.X) {
			p := c.place(e.X)
			c.pos = e.Sel.Pos()
			return c.fieldPath(p, index)
		}
		v := c.expr(e.X, nil)
		c.pos = e.Sel.Pos()
		if v.s.memory {
			return c.fieldPath(place{kind: inMemory, t: v.t, s: v.s, base: v.p}, index)
		}
		return c.fieldPath(place{kind: inRegisters, t: v.t, s: v.s, w: v.w, p: v.p}, index)
	case *ast.StarExpr:
		v := c.expr(e.X, nil)
		t := c.typeOf(e)
		return place{kind: inMemory, t: t, s: c.shape(t), base: v.p}
	case *ast.IndexExpr:
		return c.element(e)
	case *ast.CompositeLit:
		v := c.expr(e, nil)
		if v.s.memory {
			return place{kind: inMemory, t: v.t, s: v.s, base: v.p}
		}
	}
	c.decline(e, "such a place")
	return place{}
}

func (c *compiler) packageVariable(e *ast.SelectorExpr) place {
	o, ok := c.Info.Uses[e.Sel].(*types.Var)
	if !ok {
		c.decline(e, "%s as a value", e.Sel.Name)
	}
	return c.variable(e.Sel, o)
}

// addressable tells variables and parts of variables.
func (c *compiler) addressable(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		_, ok := c.Object(e).(*types.Var)
		return ok
	case *ast.SelectorExpr:
		sel := c.Info.Selections[e]
		return sel == nil || sel.Kind() == types.FieldVal && (c.pointers(e, sel) || c.addressable(e.X))
	case *ast.StarExpr:
		return true
	case *ast.IndexExpr:
		switch c.typeOf(e.X).Underlying().(type) {
		case *types.Slice, *types.Pointer:
			return true
		case *types.Array:
			return c.addressable(e.X)
		}
	}
	return false
}

// element is the place of x[i]. The index is checked when the place is used.
func (c *compiler) element(e *ast.IndexExpr) place {
	t := c.typeOf(e)
	xt := c.typeOf(e.X)
	switch u := xt.Underlying().(type) {
	case *types.Map:
		m := c.expr(e.X, nil)
		k := c.exprTo(e.Index, u.Key(), nil)
		c.pos = e.Lbrack
		return place{kind: inMap, t: t, s: c.shape(t), seq: m, key: k}
	case *types.Slice:
		v := c.expr(e.X, nil)
		i, uns := c.indexOf(e.Index)
		c.pos = e.Lbrack
		return place{kind: inSlice, t: t, s: c.shape(t), seq: v, idx: i, uns: uns}
	case *types.Array:
		var p place
		if c.addressable(e.X) {
			p = c.settle(c.place(e.X))
		} else {
			v := c.expr(e.X, nil)
			p = place{kind: inMemory, t: v.t, s: v.s, base: v.p}
		}
		return c.arrayElement(e, p, t, u.Len())
	case *types.Pointer:
		v := c.expr(e.X, nil)
		return c.arrayElement(e, place{kind: inMemory, base: v.p}, t, u.Elem().Underlying().(*types.Array).Len())
	}
	c.decline(e, "an index into %s", xt)
	return place{}
}

func (c *compiler) arrayElement(e *ast.IndexExpr, p place, t types.Type, n int64) place {
	size := sizes.Sizeof(t)
	if p.kind != inMemory || n >= math.MaxInt32 || size >= math.MaxInt32 {
		c.decline(e, "such an array")
	}
	out := place{kind: inMemory, t: t, s: c.shape(t), base: p.base, off: p.off}
	if i, ok := c.constInt(e.Index); ok && c.Info.Types[e.Index].Value != nil {
		out.off += i * size
		return out
	}
	i, uns := c.indexOf(e.Index)
	c.pos = e.Lbrack
	if p.off != 0 {
		a := c.newP(1)
		c.emit(opAddr, a, p.base, 0, p.off)
		out.base = a
	} else {
		c.emit(opNilCheck, p.base, 0, 0, 0)
	}
	a := c.newP(1)
	c.indexed(opElemArray, a, out.base, i, n|size<<32, uns)
	out.base, out.off = a, 0
	return out
}

// indexOf evaluates an index to a register.
func (c *compiler) indexOf(e ast.Expr) (reg int, unsigned bool) {
	if tv := c.Info.Types[e]; tv.Value != nil {
		v := c.constant(tv.Value, types.Typ[types.Int], nil)
		return v.w, false
	}
	v := c.expr(e, nil)
	if !v.s.word() {
		c.decline(e, "such an index")
	}
	return v.w, v.s.leaves[0].kind.isUnsigned()
}

func (c *compiler) index(e *ast.IndexExpr, hint *value) value {
	if c.Info.Types[e.Index].IsType() {
		c.decline(e, "an instance as a value")
	}
	if b, ok := c.typeOf(e.X).Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
		s := c.expr(e.X, nil)
		i, uns := c.indexOf(e.Index)
		c.pos = e.Lbrack
		v := c.dst(c.typeOf(e), hint)
		c.indexed(opIndexU8, v.w, s.p, i, int64(s.w), uns)
		return v
	}
	if _, ok := c.TypeOf(e).(*types.Tuple); ok {
		c.decline(e, "such an index")
	}
	p := c.element(e)
	c.pos = e.Lbrack
	return c.load(p, hint)
}

func (c *compiler) unary(e *ast.UnaryExpr, hint *value) value {
	switch e.Op {
	case token.AND:
		return c.address(e, hint)
	case token.ARROW:
		c.decline(e, "a receive operation")
	}
	t := c.typeOf(e)
	x := c.expr(e.X, nil)
	v := c.dst(t, hint)
	if !x.s.word() {
		c.decline(e, "such an operand")
	}
	k := x.s.leaves[0].kind
	switch e.Op {
	case token.ADD:
		return x
	case token.SUB:
		switch k {
		case kFloat64:
			c.emit(opFNeg, v.w, x.w, 0, 0)
		case kFloat32:
			c.emit(opFNeg32, v.w, x.w, 0, 0)
		default:
			c.emit(opNeg, v.w, x.w, 0, 0)
			c.extend(v.w, k)
		}
	case token.XOR:
		c.emit(opCom, v.w, x.w, 0, 0)
		c.extend(v.w, k)
	case token.NOT:
		c.emit(opNot, v.w, x.w, 0, 0)
	}
	return v
}

var extensions = [...]opcode{kInt8: opExt8, kInt16: opExt16, kInt32: opExt32, kUint8: opExtU8, kUint16: opExtU16, kUint32: opExtU32, kUint64: 0}

// extend brings a register into the range of its kind.
func (c *compiler) extend(w int, k kind) {
	if k.isInt() && k.wordBits() < 64 {
		c.emit(extensions[k], w, w, 0, 0)
	}
}

// address is &x.
func (c *compiler) address(e *ast.UnaryExpr, hint *value) value {
	t := c.typeOf(e)
	x := ast.Unparen(e.X)
	if l, ok := x.(*ast.CompositeLit); ok {
		lt := c.typeOf(l)
		s := c.shape(lt)
		if s.memory {
			v := c.composite(l, lt, nil)
			v.t, v.s = t, c.shape(t)
			return v
		}
		v := c.composite(l, lt, nil)
		out := c.temp(t)
		c.alloc(lt, out.p)
		c.store(place{kind: inMemory, t: lt, s: s, base: out.p}, v)
		return out
	}
	p := c.settle(c.place(x))
	if p.kind != inMemory {
		c.decline(e, "the address of such a place")
	}
	v := c.dst(t, hint)
	c.pos = e.Pos()
	if id, ok := x.(*ast.Ident); ok && p.off == 0 { // a variable
		_ = id
		c.emit(opMoveP, v.p, p.base, 0, 0)
		return v
	}
	c.check(p.base, 0, 0)
	c.emit(opAddr, v.p, p.base, 0, p.off)
	return v
}

// This file gives constants registers of their own.

package bytecode

// constantRegister is the register of a constant. In a function with loops it is set up
// once.
func (c *compiler) constantRegister(k constKey) int {
	if r, ok := c.globals[k]; ok {
		return r
	}
	if c.wanted != nil && len(c.loops) > 0 {
		c.wanted[k] = true
	}
	return c.emitConstant(k)
}

func (c *compiler) emitConstant(k constKey) int {
	if k.pointer != nil {
		r := c.newP(1)
		c.code.pointers = append(c.code.pointers, k.pointer)
		c.emit(opConstP, r, 0, 0, int64(len(c.code.pointers)-1))
		return r
	}
	r := c.newW(1)
	c.emit(opConst, r, 0, 0, int64(k.word))
	return r
}

// setUpConstants gives the constants that are worth it their registers.
func (c *compiler) setUpConstants() {
	for _, k := range c.hoisted {
		c.globals[k] = c.emitConstant(k)
	}
}

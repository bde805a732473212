// What a worker prints.

package supervisor

import (
	"io"

	"github.com/gorgolab/gorgo/interp/frame"
)

// readStream passes on what the worker prints.
func (p *process) readStream(i int, name string, r io.Reader) {
	defer p.order.streamEnds(i)
	out := func(b []byte) { p.text(i, name, b) }
	if name == "stderr" {
		out = p.words.write
	}
	mark := func(m frame.Mark) {
		if name == "stderr" && !(m.Kind == frame.Origin && p.words.dump()) {
			p.words.flush()
		}
		switch m.Kind {
		case frame.Place:
			p.order.marker(i, m.Number)
		case frame.Origin:
			p.origins[i].Store(m.Number)
			p.last[i] = max(p.last[i], m.Number)
		}
	}
	split := frame.NewSplitter(p.nonce)
	buf := make([]byte, 64<<10)
	for {
		p.order.waits(i)
		n, err := r.Read(buf)
		p.order.works(i)
		split.Split(buf[:n], out, mark)
		if err != nil {
			if rest := split.Rest(); len(rest) > 0 {
				out(rest)
			}
			return
		}
	}
}

// text passes printed text on. Before the worker is ready it is kept: it is for
// the first cell, or the reason why there will be none.
func (p *process) text(i int, name string, b []byte) {
	select {
	case <-p.ready:
	default:
		p.mu.Lock()
		p.early = append(p.early, b[:min(len(b), maxEarly-len(p.early))]...)
		p.mu.Unlock()
		return
	}
	if out := p.outputOf(p.origins[i].Load()); out != nil {
		out.Stream(name, string(b))
	}
}

// outputOf is where the output of an execution goes, or that of the one that
// began last.
func (p *process) outputOf(run int64) Output {
	if out := p.outputs.of(run); out != nil {
		return out
	}
	return p.output()
}

// takeEarly returns what the worker printed before it was ready.
func (p *process) takeEarly() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.early
	p.early = nil
	return b
}

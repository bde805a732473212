// How a worker's program is started.

package supervisor

import (
	"os"
	"os/exec"
)

// spawn starts the program with its pipes.
func (p *process) spawn(opts Options) (err error) {
	var mine, theirs []*os.File
	defer func() {
		for _, f := range theirs {
			_ = f.Close()
		}
		if err != nil {
			for _, f := range mine {
				_ = f.Close()
			}
		}
	}()
	pipe := func(weRead bool) (ours, its *os.File) {
		if err != nil {
			return nil, nil
		}
		var r, w *os.File
		if r, w, err = os.Pipe(); err != nil {
			return nil, nil
		}
		if weRead {
			ours, its = r, w
		} else {
			ours, its = w, r
		}
		mine, theirs = append(mine, ours), append(theirs, its)
		return ours, its
	}
	var requests, responses, stdout, stderr *os.File
	p.pipes.requests, requests = pipe(false)
	p.pipes.responses, responses = pipe(true)
	p.pipes.stdout, stdout = pipe(true)
	p.pipes.stderr, stderr = pipe(true)
	if err != nil {
		return err
	}
	p.cmd = exec.Command(opts.Command[0], opts.Command[1:]...)
	p.cmd.Dir, p.cmd.Env = opts.Dir, environment(opts.Env)
	p.cmd.Stdout, p.cmd.Stderr = stdout, stderr
	p.cmd.Args = append(p.cmd.Args, hand(p.cmd, requests, responses)...)
	p.cmd.Args = append(p.cmd.Args, p.nonce)
	return p.cmd.Start()
}

// environment is the worker's: the runtime's last words are short and say which
// cell started the goroutine that they are about.
func environment(env []string) []string {
	godebug := "tracebacklabels=1"
	out := make([]string, 0, len(env)+2)
	for _, e := range env {
		switch {
		case len(e) > 8 && e[:8] == "GODEBUG=":
			godebug = e[8:] + "," + godebug
		case len(e) >= 12 && e[:12] == "GOTRACEBACK=":
		default:
			out = append(out, e)
		}
	}
	return append(out, "GODEBUG="+godebug, "GOTRACEBACK=single")
}

func (p *pipes) close() {
	for _, f := range []*os.File{p.requests, p.responses, p.stdout, p.stderr} {
		_ = f.Close()
	}
}

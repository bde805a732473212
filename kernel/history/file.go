package history

// file.go: all sessions of a person, in a file. Cells never wait for it: what is
// new is written by a goroutine of its own, a moment later.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"
)

const (
	// writeAfter is how long new lines wait for others: a write waits for the
	// disk, and a cell that runs has more use for the processor.
	writeAfter = 250 * time.Millisecond
	// tryAgain is how long a file that could not be opened or written is let
	// alone.
	tryAgain = 5 * time.Second
	// maxPending bounds what waits for a file that can't be written.
	maxPending = 10_000
)

// FileOptions say how a file is kept.
type FileOptions struct {
	// Own says that the file is ours alone, so that one that is broken may be
	// put aside and a new one begun.
	Own bool
	// Log gets what goes wrong; default: nowhere.
	Log *slog.Logger
}

// File keeps all sessions in a file.
type File struct {
	path string
	opts FileOptions
	mem  Memory // this session, for when the file fails

	wake chan struct{} // one token when something is new
	stop chan struct{}
	done sync.WaitGroup
	once sync.Once

	mu       sync.Mutex
	pending  []Line // to be written; a line with an output is a result
	commands int

	using sync.Mutex // held while the file is used
	db    *database  // nil: not open
	tried time.Time  // when opening or writing it failed last
	last  string     // what was logged last
}

var _ Keeper = (*File)(nil)

// OpenFile returns a keeper on a file. The file is opened when it is first
// needed, and made when there is none.
func OpenFile(path string, opts FileOptions) *File {
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	f := &File{path: path, opts: opts, wake: make(chan struct{}, 1), stop: make(chan struct{})}
	f.done.Go(f.write)
	return f
}

// Open returns the keeper that the environment chooses, see Place.
func Open(log *slog.Logger) Keeper {
	path, own, err := Place()
	if err != nil && log != nil {
		log.Warn("the history lasts as long as the session", "error", err)
	}
	if err != nil || path == "" {
		return &Memory{}
	}
	return OpenFile(path, FileOptions{Own: own, Log: log})
}

// Add implements Keeper.
func (f *File) Add(number int, input string) {
	f.mem.Add(number, input)
	f.put(Line{Number: number, Input: input})
}

// Result implements Keeper.
func (f *File) Result(number int, text string) {
	f.mem.Result(number, text)
	f.put(Line{Number: number, Output: &text})
}

func (f *File) put(l Line) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.pending) >= maxPending {
		f.pending = append(f.pending[:0], f.pending[maxPending/10:]...)
	}
	f.pending = append(f.pending, l)
	if l.Output == nil {
		f.commands++
	}
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// write writes what is new until the keeper closes.
func (f *File) write() {
	for {
		select {
		case <-f.stop:
			return
		case <-f.wake:
		}
		select {
		case <-f.stop:
			return
		case <-time.After(writeAfter):
		}
		f.using.Lock()
		if time.Since(f.tried) >= tryAgain {
			// What could not be written is written with what comes next.
			f.failed(f.flush(context.Background()))
		}
		f.using.Unlock()
	}
}

// flush writes what is pending. The caller holds using.
func (f *File) flush(ctx context.Context) error {
	if err := f.open(ctx); err != nil {
		return err
	}
	f.mu.Lock()
	lines, commands := f.pending, f.commands
	f.pending = nil
	f.mu.Unlock()
	if len(lines) == 0 {
		return nil
	}
	err := f.db.write(ctx, lines, commands)
	if err != nil {
		f.mu.Lock()
		f.pending = append(lines, f.pending...)
		f.mu.Unlock()
	}
	return err
}

// open opens the file if it is not open. One that is broken is put aside when it
// is ours. The caller holds using.
func (f *File) open(ctx context.Context) error {
	if f.db != nil {
		return nil
	}
	db, err := openDatabase(ctx, f.path)
	if isBroken(err) && f.opts.Own {
		aside := fmt.Sprintf("%s.broken-%s", f.path, time.Now().Format("20060102-150405"))
		if renameErr := os.Rename(f.path, aside); renameErr != nil && !errors.Is(renameErr, fs.ErrNotExist) {
			return errors.Join(err, renameErr)
		}
		f.opts.Log.Warn("the history was broken, a new one begins", "error", err, "old", aside)
		db, err = openDatabase(ctx, f.path)
	}
	if err != nil {
		return err
	}
	f.db = db
	f.mem.setSession(db.session)
	return nil
}

// failed notes an error, and says it once. The caller holds using.
func (f *File) failed(err error) {
	if err == nil {
		f.tried, f.last = time.Time{}, ""
		return
	}
	f.tried = time.Now()
	if text := err.Error(); text != f.last {
		f.last = text
		f.opts.Log.Warn("the history is not in its file", "file", f.path, "error", err)
	}
	if f.db != nil && isBroken(err) {
		_ = f.db.db.Close() // it is of no use any more
		f.db = nil
	}
}

// Find implements Keeper. When the file fails, it finds this session's lines.
func (f *File) Find(ctx context.Context, q Query) []Line {
	f.using.Lock()
	defer f.using.Unlock()
	if f.db == nil && time.Since(f.tried) < tryAgain {
		return f.mem.Find(ctx, q)
	}
	err := f.flush(ctx)
	var lines []Line
	if err == nil {
		lines, err = f.db.find(ctx, q)
	}
	f.failed(err)
	if err != nil {
		return f.mem.Find(ctx, q)
	}
	return lines
}

// Close implements Keeper.
func (f *File) Close(ctx context.Context) (err error) {
	f.once.Do(func() {
		close(f.stop)
		f.done.Wait()
		f.using.Lock()
		defer f.using.Unlock()
		f.mu.Lock()
		left := len(f.pending)
		f.mu.Unlock()
		if left > 0 {
			err = f.flush(ctx)
		}
		if f.db != nil {
			err = errors.Join(err, f.db.close(ctx))
			f.db = nil
		}
		if err != nil {
			err = fmt.Errorf("history: %s: %w", f.path, err)
		}
	})
	return err
}

package history

// sqlite.go: the file. Its tables are IPython's (IPython.core.history), so that
// what reads those reads this.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const tables = `
CREATE TABLE IF NOT EXISTS sessions (session integer primary key autoincrement, start timestamp, end timestamp, num_cmds integer, remark text);
CREATE TABLE IF NOT EXISTS history (session integer, line integer, source text, source_raw text, PRIMARY KEY (session, line));
CREATE TABLE IF NOT EXISTS output_history (session integer, line integer, output text, PRIMARY KEY (session, line));
`

// busyFor is how long another kernel's write is waited for.
const busyFor = time.Second

// database is an open file and our session in it.
type database struct {
	db      *sql.DB
	session int
}

// openDatabase opens the file, which is made when there is none, and begins a
// session.
func openDatabase(ctx context.Context, file string) (_ *database, err error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, err
	}
	// What a person typed is nobody else's business.
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	options := url.Values{"_pragma": {fmt.Sprintf("busy_timeout(%d)", busyFor.Milliseconds()), "synchronous(normal)"}, "_txlock": {"immediate"}}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(file), RawQuery: options.Encode()}).String())
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	db.SetMaxOpenConns(1)
	if _, err = db.ExecContext(ctx, tables); err != nil {
		return nil, err
	}
	r, err := db.ExecContext(ctx, `INSERT INTO sessions (start, num_cmds, remark) VALUES (?, 0, '')`, stamp())
	if err != nil {
		return nil, err
	}
	id, err := r.LastInsertId()
	return &database{db, int(id)}, err
}

// stamp is the time as IPython writes it.
func stamp() string { return time.Now().Format("2006-01-02 15:04:05.000000") }

// isBroken reports whether a file is no database, or a damaged one.
func isBroken(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_NOTADB || e.Code()&0xff == sqlite3.SQLITE_CORRUPT)
}

// write writes lines, all or none. A line that is there already gets what is new
// of it.
func (d *database) write(ctx context.Context, lines []Line, commands int) (err error) {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback() // the error that is returned says more
		}
	}()
	for _, l := range lines {
		if l.Output == nil {
			_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO history VALUES (?, ?, ?, ?)`, d.session, l.Number, l.Input, l.Input)
		} else {
			_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO output_history VALUES (?, ?, ?)`, d.session, l.Number, *l.Output)
		}
		if err != nil {
			return err
		}
	}
	if _, err = tx.ExecContext(ctx, `UPDATE sessions SET num_cmds = ? WHERE session = ?`, commands, d.session); err != nil {
		return err
	}
	return tx.Commit()
}

// find answers a query, oldest first.
func (d *database) find(ctx context.Context, q Query) ([]Line, error) {
	var where []string
	var args []any
	also := func(condition string, arg any) {
		where, args = append(where, condition), append(args, arg)
	}
	columns, group := "h.session, h.line, h.source, o.output", ""
	switch q.Access {
	case Range:
		session := q.Session
		if session <= 0 {
			session += d.session
		}
		also("h.session = ?", session)
		also("h.line >= ?", q.Start)
		if q.Stop > 0 {
			also("h.line < ?", q.Stop)
		}
	case Search:
		also("h.source GLOB ?", sqliteGlob(q.Pattern))
		if q.Unique {
			// SQLite takes the other columns from the row that has the maximum
			// (sqlite.org/lang_select.html#bareagg).
			columns, group = columns+", max(h.session * 4294967296 + h.line)", " GROUP BY h.source"
		}
	case Tail:
	default:
		return nil, nil
	}
	condition := ""
	if len(where) > 0 {
		condition = " WHERE " + strings.Join(where, " AND ")
	}
	rows, err := d.db.QueryContext(ctx, `SELECT `+columns+` FROM history h
		LEFT JOIN output_history o ON o.session = h.session AND o.line = h.line`+condition+group+
		` ORDER BY h.session DESC, h.line DESC LIMIT ?`, append(args, q.limit())...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	lines := []Line{}
	for rows.Next() {
		var l Line
		var output sql.NullString
		into := []any{&l.Session, &l.Number, &l.Input, &output}
		if group != "" {
			into = append(into, new(int64))
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		if q.Output && output.Valid {
			l.Output = &output.String
		}
		lines = append(lines, l)
	}
	slices.Reverse(lines)
	return lines, rows.Err()
}

// close ends the session.
func (d *database) close(ctx context.Context) error {
	_, err := d.db.ExecContext(ctx, `UPDATE sessions SET end = ? WHERE session = ?`, stamp(), d.session)
	return errors.Join(err, d.db.Close())
}

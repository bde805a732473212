// Package report writes an executed notebook as one HTML file that stands alone:
// it loads nothing, runs no script, reads well on a wide screen, a phone and
// paper, in light and in dark.
//
// A notebook is other people's bytes. Its Markdown and its HTML outputs pass a
// sanitizer, drawings in SVG become images, in which browsers run nothing, and
// the page's Content-Security-Policy forbids scripts and the network once more.
// What this package makes itself (coloured code, formulas, terminal colours) is
// escaped where it is made and put in after the sanitizer.
//
// It runs no notebook (notebooks/runner), reads none (notebooks/nbformat) and
// makes no PDF: browsers print the page well.
//
// Read report.go for the page, cell.go and output.go for what is in it, text.go
// for long outputs, widget.go for widgets in their last state, markdown.go, math.go and link.go for the prose, sanitize.go
// and picture.go for what is let through, and page.html and style.css for the
// look. The packages highlight, ansi and mathml below this one each turn one kind
// of text into HTML.
package report

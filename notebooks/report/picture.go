// Pictures as data URLs, which is the only way into a report.

package report

import (
	"bytes"
	"encoding/base64"
	"image"
	_ "image/gif" // decoders, for the check that a picture is one
	_ "image/jpeg"
	_ "image/png"
	"regexp"
	"strings"
)

// imageSource is a picture of pixels; ok is false when data is no base64 or not
// of that type.
func imageSource(mime, data string) (src string, ok bool) {
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
	if err != nil {
		return "", false
	}
	switch mime {
	case "image/png", "image/jpeg", "image/gif":
		_, format, err := image.DecodeConfig(bytes.NewReader(raw))
		if err != nil || "image/"+format != mime {
			return "", false
		}
	case "image/webp":
		if len(raw) < 12 || string(raw[:4]) != "RIFF" || string(raw[8:12]) != "WEBP" {
			return "", false
		}
	default:
		return "", false
	}
	return "data:" + mime + ";base64," + base64.StdEncoding.EncodeToString(raw), true
}

var svgRoot = regexp.MustCompile(`<svg\b[^>]*>`)

// svgSource is a drawing as an image: in one, browsers run no script and load
// nothing.
func svgSource(svg string) (src string, ok bool) {
	at := svgRoot.FindStringIndex(svg)
	if at == nil {
		return "", false
	}
	root := svg[at[0]:at[1]]
	for _, ns := range [][2]string{{"xmlns", "http://www.w3.org/2000/svg"}, {"xmlns:xlink", "http://www.w3.org/1999/xlink"}} {
		name, space := ns[0], ns[1]
		if !strings.Contains(root, name+"=") && (name == "xmlns" || strings.Contains(svg, "xlink:")) {
			root = "<svg " + name + `="` + space + `"` + strings.TrimPrefix(root, "<svg")
		}
	}
	svg = svg[:at[0]] + root + svg[at[1]:]
	return "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(svg)), true
}

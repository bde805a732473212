package kernel

// info.go: what the kernel says about itself.

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/gorgolab/gorgo/kernel/wire"
)

func (k *Kernel) info(*request) any {
	version := strings.TrimPrefix(runtime.Version(), "go")
	return &wire.KernelInfoReply{
		Outcome:               wire.OK(),
		ProtocolVersion:       wire.Version,
		Implementation:        "gorgo",
		ImplementationVersion: k.opts.Version,
		LanguageInfo: wire.LanguageInfo{
			Name:           "go",
			Version:        version,
			Mimetype:       "text/x-go",
			FileExtension:  ".go",
			PygmentsLexer:  "go",
			CodemirrorMode: "go",
		},
		Banner: fmt.Sprintf("gorgo %s: Go %s in notebooks, deep learning built in\nname? shows the documentation of name", k.opts.Version, version),
		HelpLinks: []wire.HelpLink{
			{Text: "A Tour of Go", URL: "https://go.dev/tour/"},
			{Text: "Go standard library", URL: "https://pkg.go.dev/std"},
			{Text: "Gonum", URL: "https://pkg.go.dev/gonum.org/v1/gonum"},
			{Text: "Gorgonia", URL: "https://gorgonia.org/"},
		},
		SupportedFeatures: []string{wire.Subshells},
	}
}

func (k *Kernel) connect(*request) any {
	c := k.opts.connection
	return &wire.ConnectReply{Outcome: wire.OK(), ShellPort: c.ShellPort, IOPubPort: c.IOPubPort,
		StdinPort: c.StdinPort, HBPort: c.HBPort, ControlPort: c.ControlPort}
}

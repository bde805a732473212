//go:build unix

package supervisor

import (
	"context"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/interp/frame"
)

var opened = regexp.MustCompile(`<open jupyter.widget (\{.*?"_model_name":"(\w+)".*?)>`)

// TestWidgets: functions of cells are called by widgets, between two cells and
// beside one; an endless one is interrupted and nothing is lost.
func TestWidgets(t *testing.T) {
	if raceEnabled {
		t.Skip("as for the other cells")
	}
	s := start(t, Options{Command: []string{os.Args[0], "worker"}})
	out := newTranscript(t)
	run := func(number int, cell string) {
		t.Helper()
		if done := execute(t, s, out, number, cell); done.Error != nil {
			t.Fatal(traceback(done.Error))
		}
	}
	run(1, `
import "github.com/gorgolab/gorgo/display/widgets"

total := 0
slider := widgets.NewIntSlider(widgets.IntSliderOptions{Label: "n"})
slider.OnChange(func(v int) {
	total += v
	fmt.Println("moved to", v)
	switch v {
	case 66:
		panic("not that one")
	case 99:
		for {
		}
	}
})
both := widgets.Interact(func(n int) string { return fmt.Sprint("n is ", n) }, slider)`)
	if !opened.MatchString(out.String()) {
		t.Fatalf("no widget in %.300s", out)
	}
	run(2, `fmt.Printf("(%s)", slider.ID())`)
	_, id, _ := strings.Cut(out.String(), "(")
	id = strings.TrimSuffix(id, ")")
	move := func(to string, out Output) frame.CommDone {
		t.Helper()
		done, err := s.Comm(context.Background(), frame.CommEvent{Kind: frame.CommMsg, ID: id, Parent: "event", Number: 2,
			Data: json.RawMessage(`{"method":"update","state":{"value":` + to + `}}`)}, out)
		if err != nil || done.Unknown {
			t.Fatal(done, err)
		}
		return done
	}
	event := newTranscript(t)
	if done := move("5", event); done.Error != nil {
		t.Fatal(traceback(done.Error))
	}
	for _, want := range []string{"moved to 5\n", `"msg_id":"event"`, "[clear true]"} {
		if !strings.Contains(event.String(), want) {
			t.Errorf("no %q in %s", want, event)
		}
	}
	if done := move("66", newTranscript(t)); done.Error == nil || done.Error.Value != "not that one" || !strings.Contains(traceback(done.Error), "→ 11") {
		t.Errorf("got %+v", done.Error)
	}
	endless := newTranscript(t)
	go func() {
		endless.wait("moved to 99")
		s.Interrupt()
	}()
	if done := move("99", endless); done.Error == nil || done.Error.Name != "Interrupted" {
		t.Errorf("got %+v", done.Error)
	}
	// Beside a cell that waits for it.
	cell := newTranscript(t)
	ended := make(chan frame.ExecuteDone)
	go func() {
		ended <- execute(t, s, cell, 3, "fmt.Println(\"waits\")\nfor total < 177 {\n\ttime.Sleep(time.Millisecond)\n}\ntotal")
	}()
	cell.wait("waits")
	move("7", newTranscript(t))
	if done := <-ended; done.Error != nil || done.Result.Data["text/plain"] != "177" {
		t.Errorf("got %+v", done)
	}
}

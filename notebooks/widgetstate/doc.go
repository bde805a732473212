// Package widgetstate keeps the states of a notebook's widgets, as a front end
// does it: from the messages of their comms into the notebook's metadata, from
// where every viewer of notebooks shows the widgets as they were.
//
// The messages are those of the widget messaging protocol 2.1 (ipywidgets,
// packages/schema/messages.md), the metadata is ipywidgets' widget state schema
// 2.0 (packages/schema/v2).
//
// It draws nothing (notebooks/report does) and runs nothing (notebooks/runner
// does, which feeds it). The widgets themselves are display/widgets, or any
// kernel's that speaks the protocol.
//
// Read set.go for the messages, metadata.go for the document.
package widgetstate

// Package wire is the Jupyter messaging protocol, version 5.5, as bytes and
// structs: frames, signatures, headers, and a struct for the content of every
// message type.
//
// It opens no socket, keeps no state and decides nothing. Package kernel
// answers with it, package kernel/client asks with it, and both learn from its
// one table (table.go) which message types there are, on which channel each
// travels, which way, with which content, and which reply it takes. A message
// type is named in that table and nowhere else: see [Type].
//
// Read frames.go (what a multipart message looks like), sign.go, header.go,
// message.go (a whole message to bytes and back), then table.go and the
// content_*.go files. connection.go is the connection file that both sides
// start from.
//
// Source: https://jupyter-client.readthedocs.io/en/stable/messaging.html
package wire

// Version is the protocol version that every header carries.
const Version = "5.5"

// Package client is a Jupyter client: it starts a kernel process or connects
// to one that runs, executes code, and hands back what the kernel says.
//
//	k, err := client.Launch(ctx, []string{"gorgo", "kernel", "{connection_file}"}, client.LaunchOptions{})
//	if err != nil { … }
//	defer k.Close()
//	reply, err := k.Execute(ctx, "1 + 1", client.ExecuteOptions{}, func(m wire.Message) { … })
//
// It works with every kernel of the protocol, not only ours. It knows nothing
// of notebooks: package notebooks/runner turns messages into outputs. The
// tests of package kernel drive the real sockets with it.
//
// Read launch.go and connect.go (how a Kernel comes to be), kernel.go (its
// life and end), request.go (requests and what belongs to them), then
// execute.go and questions.go.
package client

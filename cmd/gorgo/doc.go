// Command gorgo runs Go notebooks: headless, with a report, or as the kernel of
// Jupyter clients.
//
// It is one program in several roles. People start "gorgo run", "gorgo install"
// and the like; a Jupyter client starts "gorgo kernel", which starts "gorgo
// worker", the process that the cells run in. The package holds the command line
// and nothing else: what a command does is in the packages that it calls.
//
// Read main.go and help.go, then any command: each is a file of its own.
package main

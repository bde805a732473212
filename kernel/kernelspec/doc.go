// Package kernelspec installs, finds and removes kernelspecs: the folders by
// which Jupyter clients know which kernels there are and how to start them.
//
// It knows Jupyter's folders on each system and what belongs into a kernelspec
// of gorgo. It starts no kernel and knows no protocol. cmd/gorgo's install,
// uninstall and doctor call it.
//
// Read paths.go for where kernelspecs live, spec.go for what one is, install.go
// for writing and removing ours.
//
// See https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
// and https://docs.jupyter.org/en/latest/use/jupyter-directories.html.
package kernelspec

package vec

// LSTM computes one step of one example of a long short-term memory with n =
// len(c) units. z holds the products of the four gates i, f, g, o, n each, and
// takes the gates themselves; c0 is the cell before:
//
//	i, f, o = σ(z)  g = tanh(z)  c = f·c0 + i·g  q = tanh(c)  h = o·q
func LSTM(z, c0, c, h, q []float32) {
	n := len(c)
	active.lstm(z[:4*n], c0[:n], c, h[:n], q[:n])
}

// LSTMBackward computes the gradients d of the products from those of h and c,
// dh and dc, with the gates z and q that [LSTM] left; dc takes the gradient of
// c0.
func LSTMBackward(d, z, dh, dc, c0, q []float32) {
	n := len(dh)
	active.lstmBackward(d[:4*n], z[:4*n], dh, dc[:n], c0[:n], q[:n])
}

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

// GRU computes one step of one example of a gated recurrent unit with n = len(h)
// units. z holds the products with the input of r, z and n, n each, and takes
// the gates; rec holds those with the state, h0 is the state before:
//
//	r, z = σ(z + rec)  n = tanh(z + r·rec)  h = (1−z)·n + z·h0
func GRU(z, rec, h0, h []float32) {
	n := len(h)
	active.gru(z[:3*n], rec[:3*n], h0[:n], h)
}

// GRUBackward computes the gradients of the products with the input, dx, and
// with the state, d, from that of h, dh, and what reaches h0 past the products,
// carry; z is what [GRU] left, recN the third part of rec.
func GRUBackward(dx, d, z, recN, h0, dh, carry []float32) {
	n := len(dh)
	active.gruBackward(dx[:3*n], d[:3*n], z[:3*n], recN[:n], h0[:n], dh, carry[:n])
}

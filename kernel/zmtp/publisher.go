package zmtp

// publisher.go: broadcasts to whoever subscribed.

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"

	"github.com/go-zeromq/zmq4"
)

const (
	maxTopics = 1024    // subscriptions of one peer
	maxTopic  = 4096    // bytes of one topic
	maxEarly  = 1 << 20 // bytes kept for the first subscriber
)

// Publisher is an XPUB socket.
type Publisher struct {
	hub     *hub
	welcome func(topic string) [][]byte

	order  sync.Mutex // one message at a time, so that all peers see one order
	mu     sync.Mutex
	topics map[PeerID]map[string]int // how often a peer subscribed to a topic

	// Until somebody has subscribed, what is published is kept, the newest of it,
	// for whoever comes first: a client's requests may arrive before its
	// subscription, and it would wait for ever for their end.
	heard bool
	early []item
	kept  int64 // bytes of early
}

// ListenPublisher listens as ListenRouter does. When a subscription arrives,
// the frames that welcome returns for its topic are sent to that peer alone,
// before anything that is published after; welcome may be nil, and may return
// nil.
func ListenPublisher(network, address string, welcome func(topic string) [][]byte, opts Options) (*Publisher, error) {
	pub := &Publisher{welcome: welcome, topics: map[PeerID]map[string]int{}}
	h, err := newHub(zmq4.XPub, network, address, opts, pub.received)
	if err != nil {
		return nil, err
	}
	h.ended = pub.forget
	pub.hub = h
	h.start()
	return pub, nil
}

// Addr returns where the socket listens.
func (pub *Publisher) Addr() net.Addr { return pub.hub.Addr() }

// received takes subscriptions: one frame, 1 or 0 and the topic. Whatever else
// a subscriber sends is not for us.
func (pub *Publisher) received(p *peer, frames [][]byte) error {
	if len(frames) != 1 {
		return nil
	}
	s, ok := parseSubscription(frames[0])
	if !ok {
		return nil
	}
	if len(s.topic) > maxTopic {
		return fmt.Errorf("zmtp: subscription of %d bytes, at most %d are accepted", len(s.topic), maxTopic)
	}
	var greet [][]byte
	if s.add && pub.welcome != nil {
		greet = pub.welcome(s.topic)
	}
	pub.mu.Lock()
	defer pub.mu.Unlock()
	topics := pub.topics[p.id]
	if topics == nil {
		topics = map[string]int{}
		pub.topics[p.id] = topics
	}
	switch {
	case !s.add:
		if topics[s.topic]--; topics[s.topic] <= 0 {
			delete(topics, s.topic)
		}
		return nil
	case len(topics) >= maxTopics && topics[s.topic] == 0:
		return fmt.Errorf("zmtp: more than %d subscriptions of one peer", maxTopics)
	}
	if greet != nil {
		// Before the topic is known to Publish: what follows the welcome is
		// complete. Its queue may be full with other topics; then the peer does
		// without.
		p.queue.put(item{frames: greet})
	}
	for _, m := range pub.early {
		if strings.HasPrefix(string(m.frames[0]), s.topic) {
			p.queue.put(m)
		}
	}
	pub.heard, pub.early, pub.kept = true, nil, 0
	topics[s.topic]++
	return nil
}

// subscription is what a SUB socket says.
type subscription struct {
	add   bool
	topic string
}

func parseSubscription(frame []byte) (subscription, bool) {
	if len(frame) == 0 || frame[0] > 1 {
		return subscription{}, false
	}
	return subscription{frame[0] == 1, string(frame[1:])}, true
}

func (pub *Publisher) forget(p *peer) {
	pub.mu.Lock()
	defer pub.mu.Unlock()
	delete(pub.topics, p.id)
}

func (pub *Publisher) wants(id PeerID, topic string) bool {
	pub.mu.Lock()
	defer pub.mu.Unlock()
	for prefix := range pub.topics[id] {
		if strings.HasPrefix(topic, prefix) {
			return true
		}
	}
	return false
}

// Publish queues a message for every peer that subscribed to a prefix of its
// first frame, or keeps it for the first that will. Peers with room get it at once; then Publish waits for those
// with a full queue, as Router.Send does.
func (pub *Publisher) Publish(frames [][]byte) {
	pub.order.Lock()
	defer pub.order.Unlock()
	if pub.keep(item{frames: frames}) {
		return
	}
	topic := string(frames[0])
	var full []*peer
	peers, _ := pub.hub.all()
	for _, p := range peers {
		if !pub.wants(p.id, topic) {
			continue
		}
		if ok, _, _ := p.queue.put(item{frames: frames}); !ok {
			full = append(full, p)
		}
	}
	for _, p := range full {
		// An error means that it is gone, and a broadcast has no addressee.
		_ = p.send(frames)
	}
}

// keep keeps a message for the first subscriber; false when there was one.
func (pub *Publisher) keep(m item) bool {
	pub.mu.Lock()
	defer pub.mu.Unlock()
	if pub.heard {
		return false
	}
	pub.early = append(pub.early, m)
	pub.kept += m.cost()
	for pub.kept > maxEarly {
		pub.kept -= pub.early[0].cost()
		pub.early = pub.early[1:]
	}
	return true
}

// Close sends what is queued, at most until ctx ends, and closes the socket.
func (pub *Publisher) Close(ctx context.Context) error { return pub.hub.Close(ctx) }

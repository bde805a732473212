package wire

// table.go: the one table of message types. Dispatch in package kernel, the
// client, round trips, fuzz seeds and schema checks range over it; a test
// fails when a type is quoted anywhere else.

import "reflect"

// Type is a message type, the msg_type of a header.
type Type string

// Channel is one of the protocol's sockets. Heartbeat carries no messages.
type Channel string

// The channels that carry messages.
const (
	Shell   Channel = "shell"
	Control Channel = "control"
	IOPub   Channel = "iopub"
	Stdin   Channel = "stdin"
)

// Direction says who sends a message type.
type Direction int

// The directions.
const (
	ToKernel   Direction = 1 << iota             // requests of clients
	FromKernel                                   // replies, broadcasts, and requests for input
	BothWays   Direction = ToKernel | FromKernel // comm messages
)

// The message types of protocol 5.5.
const (
	TypeExecuteRequest        Type = "execute_request"
	TypeExecuteReply          Type = "execute_reply"
	TypeInspectRequest        Type = "inspect_request"
	TypeInspectReply          Type = "inspect_reply"
	TypeCompleteRequest       Type = "complete_request"
	TypeCompleteReply         Type = "complete_reply"
	TypeHistoryRequest        Type = "history_request"
	TypeHistoryReply          Type = "history_reply"
	TypeIsCompleteRequest     Type = "is_complete_request"
	TypeIsCompleteReply       Type = "is_complete_reply"
	TypeConnectRequest        Type = "connect_request"
	TypeConnectReply          Type = "connect_reply"
	TypeCommInfoRequest       Type = "comm_info_request"
	TypeCommInfoReply         Type = "comm_info_reply"
	TypeKernelInfoRequest     Type = "kernel_info_request"
	TypeKernelInfoReply       Type = "kernel_info_reply"
	TypeShutdownRequest       Type = "shutdown_request"
	TypeShutdownReply         Type = "shutdown_reply"
	TypeInterruptRequest      Type = "interrupt_request"
	TypeInterruptReply        Type = "interrupt_reply"
	TypeDebugRequest          Type = "debug_request"
	TypeDebugReply            Type = "debug_reply"
	TypeDebugEvent            Type = "debug_event"
	TypeCreateSubshellRequest Type = "create_subshell_request"
	TypeCreateSubshellReply   Type = "create_subshell_reply"
	TypeDeleteSubshellRequest Type = "delete_subshell_request"
	TypeDeleteSubshellReply   Type = "delete_subshell_reply"
	TypeListSubshellRequest   Type = "list_subshell_request"
	TypeListSubshellReply     Type = "list_subshell_reply"
	TypeStream                Type = "stream"
	TypeDisplayData           Type = "display_data"
	TypeUpdateDisplayData     Type = "update_display_data"
	TypeExecuteInput          Type = "execute_input"
	TypeExecuteResult         Type = "execute_result"
	TypeError                 Type = "error"
	TypeStatus                Type = "status"
	TypeClearOutput           Type = "clear_output"
	TypeIOPubWelcome          Type = "iopub_welcome"
	TypeCommOpen              Type = "comm_open"
	TypeCommMsg               Type = "comm_msg"
	TypeCommClose             Type = "comm_close"
	TypeInputRequest          Type = "input_request"
	TypeInputReply            Type = "input_reply"
)

// Entry is what the protocol says about one message type.
type Entry struct {
	Type      Type
	Channels  []Channel  // where it may travel, the usual channel first
	Direction Direction  // who sends it
	New       func() any // pointer to an empty content struct
	Reply     Type       // what answers it; empty when nothing does
}

// Table lists every message type of the protocol.
var Table = []Entry{
	{TypeExecuteRequest, shell, ToKernel, fresh[ExecuteRequest], TypeExecuteReply},
	{TypeExecuteReply, shell, FromKernel, fresh[ExecuteReply], ""},
	{TypeInspectRequest, shell, ToKernel, fresh[InspectRequest], TypeInspectReply},
	{TypeInspectReply, shell, FromKernel, fresh[InspectReply], ""},
	{TypeCompleteRequest, shell, ToKernel, fresh[CompleteRequest], TypeCompleteReply},
	{TypeCompleteReply, shell, FromKernel, fresh[CompleteReply], ""},
	{TypeHistoryRequest, shell, ToKernel, fresh[HistoryRequest], TypeHistoryReply},
	{TypeHistoryReply, shell, FromKernel, fresh[HistoryReply], ""},
	{TypeIsCompleteRequest, shell, ToKernel, fresh[IsCompleteRequest], TypeIsCompleteReply},
	{TypeIsCompleteReply, shell, FromKernel, fresh[IsCompleteReply], ""},
	{TypeConnectRequest, shell, ToKernel, fresh[ConnectRequest], TypeConnectReply},
	{TypeConnectReply, shell, FromKernel, fresh[ConnectReply], ""},
	{TypeCommInfoRequest, shell, ToKernel, fresh[CommInfoRequest], TypeCommInfoReply},
	{TypeCommInfoReply, shell, FromKernel, fresh[CommInfoReply], ""},
	{TypeKernelInfoRequest, shellAndControl, ToKernel, fresh[KernelInfoRequest], TypeKernelInfoReply},
	{TypeKernelInfoReply, shellAndControl, FromKernel, fresh[KernelInfoReply], ""},
	{TypeShutdownRequest, controlAndShell, ToKernel, fresh[ShutdownRequest], TypeShutdownReply},
	{TypeShutdownReply, controlAndShell, FromKernel, fresh[ShutdownReply], ""},
	{TypeInterruptRequest, controlAndShell, ToKernel, fresh[InterruptRequest], TypeInterruptReply},
	{TypeInterruptReply, controlAndShell, FromKernel, fresh[InterruptReply], ""},
	{TypeDebugRequest, control, ToKernel, fresh[DebugRequest], TypeDebugReply},
	{TypeDebugReply, control, FromKernel, fresh[DebugReply], ""},
	{TypeDebugEvent, iopub, FromKernel, fresh[DebugEvent], ""},
	{TypeCreateSubshellRequest, control, ToKernel, fresh[CreateSubshellRequest], TypeCreateSubshellReply},
	{TypeCreateSubshellReply, control, FromKernel, fresh[CreateSubshellReply], ""},
	{TypeDeleteSubshellRequest, control, ToKernel, fresh[DeleteSubshellRequest], TypeDeleteSubshellReply},
	{TypeDeleteSubshellReply, control, FromKernel, fresh[DeleteSubshellReply], ""},
	{TypeListSubshellRequest, control, ToKernel, fresh[ListSubshellRequest], TypeListSubshellReply},
	{TypeListSubshellReply, control, FromKernel, fresh[ListSubshellReply], ""},
	{TypeStream, iopub, FromKernel, fresh[Stream], ""},
	{TypeDisplayData, iopub, FromKernel, fresh[DisplayData], ""},
	{TypeUpdateDisplayData, iopub, FromKernel, fresh[UpdateDisplayData], ""},
	{TypeExecuteInput, iopub, FromKernel, fresh[ExecuteInput], ""},
	{TypeExecuteResult, iopub, FromKernel, fresh[ExecuteResult], ""},
	{TypeError, iopub, FromKernel, fresh[Error], ""},
	{TypeStatus, iopub, FromKernel, fresh[Status], ""},
	{TypeClearOutput, iopub, FromKernel, fresh[ClearOutput], ""},
	{TypeIOPubWelcome, iopub, FromKernel, fresh[IOPubWelcome], ""},
	{TypeCommOpen, shellAndIOPub, BothWays, fresh[CommOpen], ""},
	{TypeCommMsg, shellAndIOPub, BothWays, fresh[CommMsg], ""},
	{TypeCommClose, shellAndIOPub, BothWays, fresh[CommClose], ""},
	{TypeInputRequest, stdin, FromKernel, fresh[InputRequest], TypeInputReply},
	{TypeInputReply, stdin, ToKernel, fresh[InputReply], ""},
}

var (
	shell           = []Channel{Shell}
	control         = []Channel{Control}
	iopub           = []Channel{IOPub}
	stdin           = []Channel{Stdin}
	shellAndControl = []Channel{Shell, Control}
	controlAndShell = []Channel{Control, Shell}
	shellAndIOPub   = []Channel{Shell, IOPub}
)

func fresh[T any]() any { return new(T) }

var (
	byType    = map[Type]Entry{}
	byContent = map[reflect.Type]Type{}
)

func init() {
	for _, e := range Table {
		byType[e.Type] = e
		byContent[reflect.TypeOf(e.New())] = e.Type
	}
}

// Lookup returns the table's entry for a message type.
func Lookup(t Type) (Entry, bool) {
	e, ok := byType[t]
	return e, ok
}

// TypeOf returns the message type whose content is content, a pointer.
func TypeOf(content any) (Type, bool) {
	t, ok := byContent[reflect.TypeOf(content)]
	return t, ok
}

// Travels reports whether messages of this type may be sent on c.
func (e Entry) Travels(c Channel) bool {
	for _, have := range e.Channels {
		if have == c {
			return true
		}
	}
	return false
}

//! 连接: taken from the listener, and served until they end.
//!
//! There is a thread for each processor, and a connection stays on the one it was given to: what is shown as it was
//! kept crosses no thread. What must be worked out is, by [`Front`], handed to the server's own runtime, so that
//! nothing slow holds up the other connections of a thread, and a request that was begun is finished even if
//! whoever asked is gone.
//!
//! Whoever takes longer over the head of a request than the house has patience, the time before its first byte
//! included, is cut off; so is whoever takes nothing of an answer for that long. For bodies see [`crate::patience`].
//!
//! Told to stop, nobody new is let in; whoever the kernel has let in already, and waits to be taken, is taken
//! ([`last`]). Every request that has come, or comes within [`LAST_CALL`] on a connection that is open, is answered,
//! and its connection closed with the answer (`Connection: close`). Connections without a request are closed then.

use std::{io, net::SocketAddr, num::NonZero, pin::pin, thread, time::Duration};

use futures_util::TryFutureExt as _;
use hyper::{
    header::{CONNECTION, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::{SockFilter, SockRef};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
    task::JoinSet,
};
use tokio_io_timeout::TimeoutStream;

use crate::front::Front;

/// How long to wait when no connection can be taken: other ends must come first.
const BREATH: Duration = Duration::from_millis(200);
/// How long a request is waited for on a connection that is open when all is to stop: one that is on its way is not to
/// be lost, and a connection that nobody uses is not to hold up the end.
const LAST_CALL: Duration = Duration::from_millis(500);

/// A connection, and whose.
type Arrival = (std::net::TcpStream, SocketAddr);

/// Serves what arrives until `stop` turns true, and then until the requests under way are answered.
///
/// # Errors
///
/// When a thread cannot be started.
pub(crate) async fn serve(listener: TcpListener, front: Front, stop: watch::Receiver<bool>) -> io::Result<()> {
    let count = thread::available_parallelism().map_or(1, NonZero::get);
    let mut rooms = Vec::new();
    let mut ended = JoinSet::new();
    for number in 0..count {
        let (to, arrivals) = mpsc::unbounded_channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let room = room(arrivals, front.clone(), stop.clone());
        let (over, end) = tokio::sync::oneshot::channel();
        thread::Builder::new().name(format!("door-{number}")).spawn(move || {
            runtime.block_on(room);
            let _ = over.send(());
        })?;
        rooms.push(to);
        ended.spawn(end);
    }
    let mut stopped = pin!({
        let mut stop = stop;
        async move { drop(stop.wait_for(|stop| *stop).await) }
    });
    let mut next = (0..count).cycle();
    let mut hand_over = |arrival| {
        let room = next.next().unwrap_or_default();
        // A room is open until its sender is gone.
        let _ = rooms[room].send(arrival);
    };
    loop {
        let arrival = tokio::select! {
            arrival = listener.accept() => arrival,
            () = &mut stopped => break,
        };
        match arrival.and_then(|(stream, peer)| Ok((stream.into_std()?, peer))) {
            Ok(arrival) => hand_over(arrival),
            Err(error) if is_of_one(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection could be taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    last(listener.into_std()?, hand_over);
    drop(rooms);
    while ended.join_next().await.is_some() {}
    Ok(())
}

/// Closes the listener: first to who is not connected yet, then to all once those who are have been taken. A connection
/// that still waits when a listener is closed would be cut by the kernel.
fn last(listener: std::net::TcpListener, mut hand_over: impl FnMut(Arrival)) {
    // A program for the kernel that passes no packet on to the listener: «return 0». Who knocks hears nothing, knocks
    // again, and is then told that nobody is there. Where it is not taken, the moment until the end is all that is lost.
    const RETURN: u16 = 0x06;
    let _ = SockRef::from(&listener).attach_filter(&[SockFilter::new(RETURN, 0, 0, 0)]);
    loop {
        match listener.accept() {
            Ok((stream, peer)) if stream.set_nonblocking(true).is_ok() => hand_over((stream, peer)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
            Ok(_) => {}
            Err(error) if is_of_one(&error) || error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                tracing::warn!(%error, "connections that waited could not be taken");
                return;
            }
        }
    }
}

/// Whether an error is that of one connection, and the next may be taken at once.
fn is_of_one(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

/// The connections of one thread.
async fn room(mut arrivals: mpsc::UnboundedReceiver<Arrival>, front: Front, stop: watch::Receiver<bool>) {
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            arrival = arrivals.recv() => match arrival {
                Some(arrival) => drop(open.spawn(connection(arrival, front.clone(), stop.clone()))),
                None => break,
            },
            Some(_) = open.join_next() => {}
        }
    }
    while open.join_next().await.is_some() {}
}

/// One connection, to its end; once all is to stop, to the end of the request under way.
async fn connection((stream, peer): Arrival, front: Front, mut stop: watch::Receiver<bool>) {
    // Without it small answers wait for each other.
    let Ok(stream) = stream.set_nodelay(true).and_then(|()| TcpStream::from_std(stream)) else {
        return;
    };
    let patience = front.patience();
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(patience));
    let told = stop.clone();
    let told = &told;
    // Looked at without a lock: it is, for every request.
    let stopping = move || told.has_changed().unwrap_or(true);
    let service = service_fn(|request| {
        front.answer(request, peer).map_ok(move |mut answer| {
            if stopping() {
                answer
                    .headers_mut()
                    .insert(CONNECTION, HeaderValue::from_static("close"));
            }
            answer
        })
    });
    let mut served = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience)
            .serve_connection(TokioIo::new(Box::pin(stream)), service)
    );
    let last_call = async {
        let _ = stop.wait_for(|stop| *stop).await;
        tokio::time::sleep(LAST_CALL).await;
    };
    // How a connection ends is its client's concern.
    tokio::select! {
        biased;
        _ = &mut served => return,
        () = last_call => {}
    }
    served.as_mut().graceful_shutdown();
    let _ = served.await;
}

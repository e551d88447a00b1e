//! 连接: taken from the listener, and served until they end.
//!
//! There is a thread for each processor, and a connection stays on the one it was given to: what is shown as it was
//! kept crosses no thread. What must be worked out is, by [`Front`], handed to the server's own runtime, so that
//! nothing slow holds up the other connections of a thread, and a request that was begun is finished even if
//! whoever asked is gone.
//!
//! Whoever takes longer than [`HEAD`] over the head of a request is cut off; bodies have their own patience in
//! [`crate::web`].

use std::{io, net::SocketAddr, num::NonZero, pin::pin, thread, time::Duration};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
    task::JoinSet,
};

use crate::front::Front;

/// How long the head of a request may take, the time before its first byte included.
const HEAD: Duration = Duration::from_mins(1);
/// How long to wait when no connection can be taken: other ends must come first.
const BREATH: Duration = Duration::from_millis(200);

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
    loop {
        let arrival = tokio::select! {
            arrival = listener.accept() => arrival,
            () = &mut stopped => break,
        };
        match arrival.and_then(|(stream, peer)| Ok((stream.into_std()?, peer))) {
            Ok(arrival) => {
                let room = next.next().unwrap_or_default();
                // A room is open until its sender is gone.
                let _ = rooms[room].send(arrival);
            }
            Err(error) if is_of_one(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection could be taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop((listener, rooms));
    while ended.join_next().await.is_some() {}
    Ok(())
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
    let service = service_fn(|request| front.answer(request, peer));
    let mut served = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .serve_connection(TokioIo::new(stream), service)
    );
    // How a connection ends is its client's concern.
    tokio::select! {
        biased;
        _ = &mut served => return,
        _ = stop.wait_for(|stop| *stop) => {}
    }
    served.as_mut().graceful_shutdown();
    let _ = served.await;
}

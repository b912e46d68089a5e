//! Makes a call as it was recorded, of whatever method, and takes the bytes of the reply.

use std::time::Duration;

use futures::stream;
use http::uri::PathAndQuery;
use jaeger_proto::Encoded;
use tonic::client::Grpc;
use tonic::codec::CompressionEncoding;
use tonic::metadata::{Ascii, AsciiMetadataValue, MetadataKey};
use tonic::transport::Channel;
use tonic::{Code, Request, Status, Streaming};
use tonic_prost::ProstCodec;

use crate::compare::Reply;
use crate::message::Messages;
use crate::recording::Sent;

/// A reply as it came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: Code,
    message: String,
    /// The messages joined into one; nothing when none came.
    bytes: Option<Vec<u8>>,
}

impl Answer {
    fn ended(status: &Status, bytes: Option<Vec<u8>>) -> Self {
        Self {
            code: status.code(),
            message: status.message().to_owned(),
            bytes,
        }
    }

    /// Returns what it says as the reply of a method.
    pub(crate) fn decoded(self, messages: &Messages, method: &str) -> Reply {
        Reply {
            code: self.code,
            message: self.message,
            body: self.bytes.map(|bytes| messages.decode(method, &bytes)),
        }
    }
}

/// Makes a call. Every method is called as if it took and gave streams, since on the wire a single
/// message is a stream of one.
pub(crate) async fn call(channel: Channel, sent: &Sent) -> Answer {
    let answer = tokio::time::timeout(TIMEOUT, exchange(channel, sent)).await;
    answer.unwrap_or_else(|_| panic!("no reply from {}", sent.method))
}

async fn exchange(channel: Channel, sent: &Sent) -> Answer {
    let mut client = Grpc::new(channel);
    if sent.is_compressed {
        client = client.send_compressed(CompressionEncoding::Gzip);
    }
    client.ready().await.expect("the door is open");
    let path = PathAndQuery::try_from(format!("/{}", sent.method)).expect("a path");
    let codec = ProstCodec::<Encoded, Encoded>::default();
    match client.streaming(request(sent), path, codec).await {
        Ok(response) => read(response.into_inner()).await,
        Err(status) => Answer::ended(&status, None),
    }
}

fn request(sent: &Sent) -> Request<stream::Iter<std::array::IntoIter<Encoded, 1>>> {
    let message = Encoded(sent.message.clone().into());
    let mut request = Request::new(stream::iter([message]));
    for (name, value) in &sent.metadata {
        let name: MetadataKey<Ascii> = name.parse().expect("a name of metadata");
        let value: AsciiMetadataValue = value.parse().expect("a value of metadata");
        request.metadata_mut().append(name, value);
    }
    request
}

async fn read(mut stream: Streaming<Encoded>) -> Answer {
    let mut bytes = None::<Vec<u8>>;
    loop {
        match stream.message().await {
            Ok(Some(message)) => bytes.get_or_insert_default().extend_from_slice(&message.0),
            Ok(None) => return Answer::ended(&Status::ok(""), bytes),
            Err(status) => return Answer::ended(&status, bytes),
        }
    }
}

const TIMEOUT: Duration = Duration::from_secs(60);

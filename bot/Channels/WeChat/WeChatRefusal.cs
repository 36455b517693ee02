namespace Assistant.Bot.Channels.WeChat;

/// <summary>Why something that claims to come from the WeChat platform is not taken.</summary>
public enum WeChatRefusal
{
    /// <summary>The message is encrypted, and no EncodingAesKey is configured.</summary>
    NoKey,

    /// <summary>The signature is absent, is none, or does not fit what was signed.</summary>
    BadSignature,

    /// <summary>The encrypted part is not Base64, not of whole blocks, or does not open to what its own lengths say.</summary>
    BadCipher,

    /// <summary>The encrypted part opens, and is meant for another account.</summary>
    WrongReceiver,

    /// <summary>More bytes than a message ever has.</summary>
    TooLarge,

    /// <summary>Not UTF-8, or declared as something else.</summary>
    BadEncoding,

    /// <summary>Not XML, cut off, or with a document type: no message has one.</summary>
    BadXml,

    /// <summary>Elements within elements further than any message goes.</summary>
    TooDeep,

    /// <summary>XML, but no message: another root, a field twice, or one that is needed absent or not of its kind.</summary>
    BadMessage,
}

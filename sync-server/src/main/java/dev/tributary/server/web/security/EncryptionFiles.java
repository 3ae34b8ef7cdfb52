package dev.tributary.server.web.security;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.config.NodeOption;
import dev.tributary.server.config.WatchedFile;
import dev.tributary.server.config.WatchedFiles;
import dev.tributary.server.node.ApiSettings;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * Certificate and key of the node, looked at beside the web server: it takes new ones by itself,
 * and keeps the old ones, without a word, while the files hold nothing that it could take.
 */
public final class EncryptionFiles {
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");
  private static final byte[] ANYTHING = {1, 2, 3};

  private final WatchedFile<X509Certificate> certificate;
  private final WatchedFile<PrivateKey> key;
  private final Optional<WatchedFile<X509Certificate>> authority;

  // Written by whoever asks; a pair is judged once
  private volatile Judged judged = new Judged(Optional.empty(), Optional.empty(), true);

  private record Judged(
      Optional<X509Certificate> certificate, Optional<PrivateKey> key, boolean belongTogether) {}

  private EncryptionFiles(ApiSettings.Tls tls) {
    this.certificate =
        new WatchedFile<>(
            NodeOption.TLS_CERTIFICATE,
            tls.certificate(),
            EncryptionFiles::certificate,
            changed -> {});
    this.key =
        new WatchedFile<>(
            NodeOption.TLS_PRIVATE_KEY, tls.privateKey(), EncryptionFiles::key, changed -> {});
    this.authority =
        tls.clientCa()
            .map(
                file ->
                    new WatchedFile<>(
                        NodeOption.TLS_CLIENT_CA,
                        file,
                        EncryptionFiles::certificate,
                        changed -> {}));
  }

  /**
   * Before the web server says less of it.
   *
   * @throws ConfigurationInvalid when the node cannot begin with these files
   */
  public static void require(ApiSettings.Tls tls) {
    new EncryptionFiles(tls)
        .mismatch()
        .ifPresent(
            problem -> {
              throw new ConfigurationInvalid(problem);
            });
  }

  static void watch(ApiSettings.Tls tls, WatchedFiles files) {
    EncryptionFiles watched = new EncryptionFiles(tls);
    files.watch(watched.certificate);
    files.watch(watched.key);
    watched.authority.ifPresent(files::watch);
    files.ask(() -> watched.mismatch().map(what -> what + "; the pair before stays in force"));
  }

  /** The first one, which is the node's own. */
  private static X509Certificate certificate(String text) {
    try {
      List<X509Certificate> chain = PemContent.of(text).getCertificates();
      if (!chain.isEmpty()) {
        return chain.get(0);
      }
    } catch (IllegalStateException e) {
      throw new ConfigurationInvalid("it holds no certificate in PEM form", e);
    }
    throw new ConfigurationInvalid("it holds no certificate in PEM form");
  }

  private static PrivateKey key(String text) {
    try {
      return PemContent.of(text).getPrivateKey();
    } catch (IllegalStateException e) {
      throw new ConfigurationInvalid("it holds no private key in PEM form"); // nor does its cause
    }
  }

  private Optional<String> mismatch() {
    Judged before = judged;
    Optional<X509Certificate> shown = Optional.of(certificate.current());
    Optional<PrivateKey> own = Optional.of(key.current());
    if (!before.certificate().equals(shown) || !before.key().equals(own)) {
      before = new Judged(shown, own, belongTogether(shown.get(), own.get()));
      judged = before;
    }
    return before.belongTogether()
        ? Optional.empty()
        : Optional.of("TLS_PRIVATE_KEY is not the key of TLS_CERTIFICATE");
  }

  private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    String how = SIGNATURES.get(key.getAlgorithm());
    if (how == null) {
      return true; // of a kind that we cannot try
    }
    try {
      Signature signing = Signature.getInstance(how);
      signing.initSign(key);
      signing.update(ANYTHING);
      Signature proof = Signature.getInstance(how);
      proof.initVerify(certificate.getPublicKey());
      proof.update(ANYTHING);
      return proof.verify(signing.sign());
    } catch (GeneralSecurityException e) {
      return false; // such as a key of another kind
    }
  }
}

package dev.tributary.server.remote;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.report.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates count. */
public final class Trust {
  private Trust() {}

  /** For an address without encryption: to read the certificates that Java trusts takes a while. */
  static SSLContext nobody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each Java has TLS", e);
    }
  }

  /**
   * Only those of this file, in PEM form.
   *
   * @throws ConfigurationInvalid when it cannot be read or holds none
   */
  public static SSLContext only(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new ConfigurationInvalid("there is no certificate in " + file);
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new ConfigurationInvalid(
          "cannot read certificates from %s: %s".formatted(file, FileTrouble.of(e)), e);
    } catch (GeneralSecurityException e) {
      throw new ConfigurationInvalid(
          "cannot read certificates from %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
